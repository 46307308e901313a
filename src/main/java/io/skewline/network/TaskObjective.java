// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.Batches.Batch;
import io.skewline.network.DependencyTerm.Complete;
import java.util.Optional;

/** Task loss, less λ times the dependency between the modalities where one is wanted. */
final class TaskObjective implements Objective {
  static final double LABEL_SMOOTHING = 0.02;

  private final SsfnGraph graph;
  private final Targets targets;
  private final int outputs;
  private final Optional<DependencyTerm> dependency;

  TaskObjective(
      SsfnGraph graph, Targets targets, int outputs, Optional<DependencyTerm> dependency) {
    this.graph = graph;
    this.targets = targets;
    this.outputs = outputs;
    this.dependency = dependency;
  }

  @Override
  public void step(Batch batch, double lambda) {
    Matrix out = graph.forward(batch.input(), batch.keep());
    targets.lossAndGradient(out, batch.rows(), batch.rows().length, LABEL_SMOOTHING);
    if (dependency.isEmpty()) {
      graph.backward(out, batch.keep());
      return;
    }
    Complete complete = Complete.of(graph.modalityMeans(), batch.input().present, batch.sessions());
    Matrix[] gradients = graph.meansGradients();
    for (Matrix gradient : gradients) {
      gradient.fill(0);
    }
    if (dependency.get().learn(complete)) {
      dependency.get().add(complete, lambda, gradients);
    }
    graph.backward(out, batch.keep(), gradients);
  }

  @Override
  public float[] prior() {
    return new float[outputs];
  }

  @Override
  public long dropped() {
    return dependency.map(DependencyTerm::dropped).orElse(0L);
  }
}
