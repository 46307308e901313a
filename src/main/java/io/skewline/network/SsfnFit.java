// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import java.util.List;
import java.util.Random;

/**
 * Fits an SSFN with explicit gradients: minibatches, Adam, modality dropout, and the epoch with the
 * best validation loss. The same input and seed give the same weights. One thread.
 */
final class SsfnFit {
  private static final double LABEL_SMOOTHING = 0.02;

  private final SsfnShape shape;
  private final FitOptions options;
  private final Random random;
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final SsfnGraph graph;
  private final Matrix[] batchSlots;
  private final Normaliser[] normalisers;
  private final WindowTable table;
  private final Targets targets;

  /** The examples of one side, window by target. */
  record Examples(List<AlignedWindow> windows, List<Label.Target> targets) {}

  /**
   * @param epochs how many gave these weights
   */
  record Fitted(SsfnWeights weights, Normaliser[] normalisers, Targets scale, int epochs) {}

  SsfnFit(SsfnShape shape, FitOptions options, Examples train) {
    this.shape = shape;
    this.options = options;
    this.random = new Random(options.seed());
    this.weights = SsfnWeights.random(shape, random.nextLong());
    this.gradients = SsfnWeights.zeros(shape);
    this.graph = new SsfnGraph(shape, weights, gradients, options.batchSize());
    this.normalisers = WindowTable.fitNormalisers(shape, train.windows());
    this.table = new WindowTable(shape, normalisers, train.windows());
    this.targets = Targets.of(shape.task(), train.targets()).scaled();
    this.batchSlots = new Matrix[table.slots.length];
    for (int s = 0; s < batchSlots.length; s++) {
      batchSlots[s] = new Matrix(options.batchSize(), table.slots[s].cols);
    }
  }

  /** Stops at the best epoch on the validation examples, which are never trained on. */
  Fitted untilBest(Examples validation) {
    WindowTable held = new WindowTable(shape, normalisers, validation.windows());
    Targets heldTargets =
        new Targets(
            shape.task(),
            Targets.of(shape.task(), validation.targets()).values(),
            targets.mean(),
            targets.deviation());
    Adam adam = new Adam(weights, gradients, options.weightDecay());
    SsfnWeights best = weights.copy();
    double bestLoss = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      epoch(adam, rate(epoch));
      double loss = loss(held, heldTargets);
      if (loss < bestLoss) {
        bestLoss = loss;
        bestEpoch = epoch;
        best.copyFrom(weights);
      } else if (epoch - bestEpoch >= options.patience()) {
        break;
      }
    }
    return new Fitted(best, normalisers, targets, bestEpoch);
  }

  /** Runs so many epochs, whatever they give. */
  Fitted forEpochs(int epochs) {
    Adam adam = new Adam(weights, gradients, options.weightDecay());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      epoch(adam, rate(epoch));
    }
    return new Fitted(weights.copy(), normalisers, targets, epochs);
  }

  /** Warms up over two epochs, then falls by a cosine to a tenth at the last. */
  private double rate(int epoch) {
    double warm = Math.min(1, epoch / 2.0);
    double along = (double) (epoch - 1) / Math.max(1, options.epochs());
    return options.learningRate() * warm * (0.55 + 0.45 * Math.cos(Math.PI * along));
  }

  private void epoch(Adam adam, double rate) {
    int[] order = shuffled(table.rows);
    for (int from = 0; from < order.length; from += options.batchSize()) {
      int n = Math.min(options.batchSize(), order.length - from);
      int[] rows = java.util.Arrays.copyOfRange(order, from, from + n);
      gradients.clear();
      SsfnInput input = gather(rows);
      float[] keep = keepMask(n);
      Matrix outputs = graph.forward(input, keep);
      targets.lossAndGradient(outputs, rows, n, LABEL_SMOOTHING);
      graph.backward(outputs, keep);
      adam.step(rate);
    }
  }

  private int[] shuffled(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private SsfnInput gather(int[] rows) {
    boolean[][] present = new boolean[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      present[r] = dropped(table.present[rows[r]]);
      for (int s = 0; s < batchSlots.length; s++) {
        int cols = batchSlots[s].cols;
        for (int c = 0; c < cols; c++) {
          float noise = (float) (options.inputNoise() * random.nextGaussian());
          batchSlots[s].data.put(r * cols + c, table.slots[s].get(rows[r], c) + noise);
        }
      }
    }
    return new SsfnInput(rows.length, batchSlots, present);
  }

  /** With some probability one of the present modalities goes, never the last. */
  private boolean[] dropped(boolean[] present) {
    int there = 0;
    for (boolean p : present) {
      there += p ? 1 : 0;
    }
    if (there < 2 || random.nextDouble() >= options.modalityDropout()) {
      return present;
    }
    boolean[] left = present.clone();
    int victim = random.nextInt(there);
    for (int m = 0; m < left.length; m++) {
      if (left[m] && victim-- == 0) {
        left[m] = false;
      }
    }
    return left;
  }

  private float[] keepMask(int rows) {
    float[] keep = new float[rows * shape.width()];
    float scale = (float) (1 / (1 - options.dropout()));
    for (int i = 0; i < keep.length; i++) {
      keep[i] = random.nextDouble() < options.dropout() ? 0 : scale;
    }
    return keep;
  }

  /** Mean loss without dropout. */
  private double loss(WindowTable held, Targets heldTargets) {
    Matrix outputs =
        new SsfnGraph(shape, weights, gradients, Math.max(1, held.rows)).forward(held.all());
    int[] rows = new int[held.rows];
    java.util.Arrays.setAll(rows, i -> i);
    return heldTargets.lossAndGradient(outputs, rows, held.rows, 0) / Math.max(1, held.rows);
  }
}
