// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.network.DependencyTerm.Complete;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits an SSFN with explicit gradients: minibatches, Adam, modality dropout, and the epoch with the
 * best validation loss. The same input and seed give the same weights. One thread.
 */
final class SsfnFit {
  private static final Logger LOG = LoggerFactory.getLogger(SsfnFit.class);

  private final SsfnShape shape;
  private final FitOptions options;
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final Normaliser[] normalisers;
  private final Targets targets;
  private final Batches batches;
  private final Objective objective;

  /** Where the objective trains a statistic network. */
  private final Optional<DependencyTerm> dependency;

  /** The examples of one side, window by target. */
  record Examples(List<AlignedWindow> windows, List<Label.Target> targets) {}

  /**
   * @param epochs how many gave these weights
   * @param dependency what its objective has learned to tell matched windows by, if it has
   */
  record Fitted(
      SsfnWeights weights,
      Normaliser[] normalisers,
      Targets scale,
      int epochs,
      Optional<DependencyTerm> dependency) {}

  SsfnFit(SsfnShape shape, FitOptions options, Examples train) {
    this.shape = shape;
    this.options = options;
    Random random = new Random(options.seed());
    this.weights = SsfnWeights.random(shape, random.nextLong());
    this.gradients = SsfnWeights.zeros(shape);
    this.normalisers = WindowTable.fitNormalisers(shape, train.windows());
    WindowTable table = new WindowTable(shape, normalisers, train.windows());
    this.targets = Targets.of(shape.task(), train.targets()).scaled();
    this.batches = new Batches(table, options, shape.width(), random);
    this.dependency =
        options.dependency().objective().hasStatistic()
            ? Optional.of(dependency(options.dependency(), random))
            : Optional.empty();
    this.objective = objective(random);
  }

  private DependencyTerm dependency(DependencyOptions of, Random random) {
    return new DependencyTerm(
        of, shape.modalities().size(), shape.width(), options.batchSize(), random);
  }

  private Objective objective(Random random) {
    SsfnGraph graph = graph(options.batchSize());
    return options.dependency().objective() == DependencyOptions.Objective.TOTAL_CORRELATION
        ? new TotalCorrelation(
            shape, graph, graph(options.batchSize()), targets, options.batchSize(), random)
        : new TaskObjective(graph, targets, shape.outputs(), dependency);
  }

  private SsfnGraph graph(int maxRows) {
    return new SsfnGraph(shape, weights, gradients, maxRows);
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
    SsfnGraph heldGraph = graph(Math.max(1, held.rows));
    Adam adam = new Adam(weights, gradients, options.weightDecay());
    SsfnWeights best = weights.copy();
    double bestLoss = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      epoch(adam, epoch);
      double loss = loss(heldGraph, held, heldTargets);
      if (loss < bestLoss) {
        bestLoss = loss;
        bestEpoch = epoch;
        best.copyFrom(weights);
      } else if (epoch - bestEpoch >= options.patience()) {
        break;
      }
    }
    return fitted(best, bestEpoch);
  }

  /** Runs so many epochs, whatever they give. */
  Fitted forEpochs(int epochs) {
    Adam adam = new Adam(weights, gradients, options.weightDecay());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      epoch(adam, epoch);
    }
    return fitted(weights.copy(), epochs);
  }

  /** The prior goes into the head, so that serving knows of no objective. */
  private Fitted fitted(SsfnWeights of, int epochs) {
    Rows.addTo(of.get("head.bias"), prior(), 1);
    if (objective.dropped() > 0) {
      LOG.warn(
          "{} batches had no dependency term: too many windows of a batch were of one session",
          objective.dropped());
    }
    return new Fitted(of, normalisers, targets, epochs, dependency);
  }

  private Matrix prior() {
    float[] prior = objective.prior();
    return Matrix.of(1, prior.length, prior);
  }

  private void epoch(Adam adam, int epoch) {
    int warmUp = options.dependency().warmUp();
    double lambda =
        options.dependency().weight() * (epoch > warmUp ? 1 : (double) (epoch - 1) / warmUp);
    for (Batches.Batch batch : batches.epoch()) {
      gradients.clear();
      objective.step(batch, lambda);
      adam.step(rate(epoch));
    }
  }

  /** Warms up over two epochs, then falls by a cosine to a tenth at the last. */
  private double rate(int epoch) {
    double warm = Math.min(1, epoch / 2.0);
    double along = (double) (epoch - 1) / Math.max(1, options.epochs());
    return options.learningRate() * warm * (0.55 + 0.45 * Math.cos(Math.PI * along));
  }

  /** Mean task loss without dropout. */
  private double loss(SsfnGraph graph, WindowTable held, Targets heldTargets) {
    if (shape.task() instanceof Task.Clustering) {
      return unlabelledLoss(graph, held);
    }
    Matrix outputs = graph.forward(held.all());
    Rows.addBias(outputs, prior());
    int[] rows = new int[held.rows];
    Arrays.setAll(rows, i -> i);
    return heldTargets.lossAndGradient(outputs, rows, held.rows, 0) / Math.max(1, held.rows);
  }

  /** Less what the modalities have in common, by whatever measure is learned. */
  private double unlabelledLoss(SsfnGraph graph, WindowTable held) {
    // The same mismatched windows in each epoch, or chance would choose the epoch.
    Random same = new Random(options.seed());
    double value =
        dependency.isPresent()
            ? dependency(graph, held, dependency.get().withRows(held.rows, same))
            : new TotalCorrelation(shape, graph, graph, targets, held.rows, same)
                .value(held.all(), held.sessions);
    if (Double.isNaN(value)) {
      throw new IllegalStateException(
          "clusters are validated on mismatched windows: "
              + held.rows
              + " validation windows are of too few streams or sessions to make any");
    }
    return -value;
  }

  private static double dependency(SsfnGraph graph, WindowTable held, DependencyTerm term) {
    graph.forward(held.all());
    return term.measure(Complete.of(graph.modalityMeans(), held.present, held.sessions));
  }
}
