// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.Tensors;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;

/** One candidate on its way: can be stopped, compared with others, and carried on. */
final class Fitting implements AutoCloseable {
  private static final int PATIENCE = 8;
  private static final double SELECTION_PRECISION = 0.02;
  private final SsfnSpec spec;
  private final FitOptions options;
  private final Candidate candidate;
  private final Dataset train;
  private final Dataset validation;
  private final Parameters parameters;
  private final SsfnGraph graph;
  private final Adam adam;
  private final Loss loss;
  private final Random random;
  private final Noise noise;
  private final int[] order;
  private float[] best;
  private double bestLoss;
  private int epoch;
  private int bestEpoch;

  Fitting(
      SsfnSpec spec,
      FitOptions options,
      Candidate candidate,
      Dataset train,
      Dataset validation,
      Optional<LinearStart> start) {
    this.spec = spec;
    this.options = options;
    this.candidate = candidate;
    this.train = train;
    this.validation = validation;
    random = new Random(options.seed());
    parameters = new Parameters(spec);
    parameters.initialise(random);
    graph = new SsfnGraph(spec, parameters, candidate.slope(spec), options.batchSize());
    int steps = (train.size + options.batchSize() - 1) / options.batchSize();
    double keep = Math.max(0.9, Math.exp(-1.0 / steps));
    adam = new Adam(parameters, options.learningRate(), candidate.weightDecay(), keep);
    loss = new Loss(spec.outputs(), spec.classifies());
    noise =
        new Noise(
            candidate.inputDropout(),
            candidate.fusedDropout(),
            options.seed() + 1,
            options.batchSize() * spec.width());
    order = new int[train.size];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    start.ifPresent(linear -> linear.apply(parameters));
    best = parameters.value.heap.clone();
    bestLoss = validationLoss();
  }

  double bestLoss() {
    return bestLoss;
  }

  /** At most so many epochs more; stops when the validation loss has not improved for long. */
  void run(int epochs) {
    for (int i = 0; i < epochs && epoch < options.epochs(); i++) {
      if (epoch - bestEpoch >= PATIENCE) {
        return;
      }
      epoch();
    }
  }

  private void epoch() {
    epoch++;
    shuffle();
    float[] gradient = new float[options.batchSize() * spec.outputs()];
    for (int from = 0; from < order.length; from += options.batchSize()) {
      int n = Math.min(options.batchSize(), order.length - from);
      Batch batch = new Batch(train, order, from, n, keptModalities(from, n));
      loss.of(graph.forward(batch, noise), train.targets, batch.rows, n, gradient);
      graph.backward(batch, gradient, noise);
      adam.step(parameters);
    }
    validate();
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
  }

  /** With the set probability a window that has several modalities keeps only some of them. */
  private int[] keptModalities(int from, int n) {
    int[] kept = new int[n];
    for (int i = 0; i < n; i++) {
      kept[i] = spec.subsets() - 1;
      int present = presentModalities(order[from + i]);
      if (random.nextDouble() < options.modalityDropout() && Integer.bitCount(present) > 1) {
        do {
          kept[i] = random.nextInt(spec.subsets());
        } while ((kept[i] & present) == 0 || (kept[i] & present) == present);
      }
    }
    return kept;
  }

  private int presentModalities(int row) {
    int present = 0;
    for (int s = 0; s < train.sources.size(); s++) {
      present |= train.present[s][row] ? 1 << train.sources.get(s).modalityIndex() : 0;
    }
    return present;
  }

  /** Scores the averaged weights and keeps them if they are the best so far. */
  private void validate() {
    float[] current = parameters.value.heap.clone();
    float[] averaged = adam.averaged();
    load(averaged);
    double now = validationLoss();
    if (now < bestLoss) {
      bestLoss = now;
      bestEpoch = epoch;
      best = averaged;
    }
    load(current);
  }

  private void load(float[] values) {
    System.arraycopy(values, 0, parameters.value.heap, 0, values.length);
    parameters.value.push(values.length);
  }

  private double validationLoss() {
    float[] all = new float[validation.size * spec.outputs()];
    float[] unused = new float[options.batchSize() * spec.outputs()];
    double sum = 0;
    for (int from = 0; from < validation.size; from += options.batchSize()) {
      int n = Math.min(options.batchSize(), validation.size - from);
      Batch batch = Batch.of(spec, validation, from, n);
      float[] predicted = graph.forward(batch, Noise.NONE);
      System.arraycopy(predicted, 0, all, from * spec.outputs(), n * spec.outputs());
      sum += loss.of(predicted, validation.targets, batch.rows, n, unused);
    }
    return spec.classifies()
        ? Temperature.fit(all, validation.classes(), SELECTION_PRECISION).loss()
        : sum / validation.size;
  }

  /** The best weights so far, with the block's slopes. */
  Map<String, Tensor> tensors() {
    SortedMap<String, Tensor> tensors = parameters.tensors(best);
    if (spec.block() == Block.CONCAT) {
      tensors.put(Tensors.SLOPE, Tensor.vector(candidate.slope(spec)));
    }
    return tensors;
  }

  @Override
  public String toString() {
    return candidate + ": validation loss " + bestLoss + " at epoch " + bestEpoch;
  }

  @Override
  public void close() {
    graph.close();
    parameters.close();
  }
}
