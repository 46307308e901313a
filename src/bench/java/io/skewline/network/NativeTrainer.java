// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.SsfnModel.Parts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A step as {@link SsfnFit} makes it, on one batch without noise and dropout. */
final class NativeTrainer implements Trainer {
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final Adam adam;
  private final TaskObjective objective;
  private final Batches.Batch batch;
  private final double learningRate;

  NativeTrainer(Parts parts, List<AlignedWindow> windows, double learningRate) {
    SsfnShape shape = parts.shape();
    this.learningRate = learningRate;
    weights = parts.weights().copy();
    gradients = SsfnWeights.zeros(shape);
    adam = new Adam(weights, gradients, 0);
    WindowTable table = new WindowTable(shape, parts.normalisers(), windows);
    SsfnGraph graph = new SsfnGraph(shape, weights, gradients, table.rows);
    float[] classes = classes(table.rows, shape.outputs());
    Targets targets = new Targets(shape.task(), classes, 0, 1);
    objective = new TaskObjective(graph, targets, shape.outputs(), Optional.empty());
    batch = batch(table, shape.width());
  }

  static float[] classes(int rows, int classes) {
    float[] of = new float[rows];
    for (int r = 0; r < rows; r++) {
      of[r] = r % classes;
    }
    return of;
  }

  private static Batches.Batch batch(WindowTable table, int width) {
    int[] rows = new int[table.rows];
    Arrays.setAll(rows, r -> r);
    float[] keep = new float[table.rows * width];
    Arrays.fill(keep, 1);
    return new Batches.Batch(rows, table.all(), keep, table.sessions);
  }

  @Override
  public void step() {
    gradients.clear();
    objective.step(batch, 0);
    adam.step(learningRate);
  }

  @Override
  public float[] weights(String name) {
    return weights.get(name).toArray();
  }
}
