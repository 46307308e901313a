// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Task;
import io.skewline.network.SsfnFit.Examples;
import io.skewline.network.SsfnFit.Fitted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Fits a {@link Calibration} on validation examples, masking modalities to get every subset:
 * temperature scaling (Guo et al., 2017) or split-conformal intervals (Lei et al., 2018).
 */
final class Calibrator {
  private final SsfnShape shape;
  private final Fitted fitted;

  Calibrator(SsfnShape shape, Fitted fitted) {
    this.shape = shape;
    this.fitted = fitted;
  }

  /** Of clusters there is nothing to hold their scores against: they stay as they are. */
  Calibration fit(Examples validation) {
    if (shape.task() instanceof Task.Clustering) {
      return new Calibration(Map.of(), Map.of(), 0, 1);
    }
    WindowTable table = new WindowTable(shape, fitted.normalisers(), validation.windows());
    Targets targets = Targets.of(shape.task(), validation.targets());
    Map<Integer, Double> temperatures = new HashMap<>();
    Map<Integer, Double> halfWidths = new HashMap<>();
    for (int subset = 1; subset < 1 << shape.modalities().size(); subset++) {
      int[] rows = holding(table, subset);
      if (rows.length > 0) {
        Matrix outputs = outputs(table, rows, subset);
        if (shape.task() instanceof Task.Classification) {
          temperatures.put(subset, temperature(outputs, targets, rows));
        } else {
          halfWidths.put(subset, halfWidth(outputs, targets, rows));
        }
      }
    }
    return new Calibration(
        temperatures, halfWidths, fitted.scale().mean(), fitted.scale().deviation());
  }

  private static int[] holding(WindowTable table, int subset) {
    int[] rows = new int[table.rows];
    int n = 0;
    for (int r = 0; r < table.rows; r++) {
      if ((Calibration.subset(table.present[r]) & subset) == subset) {
        rows[n++] = r;
      }
    }
    return Arrays.copyOf(rows, n);
  }

  private Matrix outputs(WindowTable table, int[] rows, int subset) {
    Matrix[] slots = new Matrix[table.slots.length];
    for (int s = 0; s < slots.length; s++) {
      int cols = table.slots[s].cols;
      slots[s] = new Matrix(rows.length, cols);
      for (int r = 0; r < rows.length; r++) {
        slots[s].data.put(r * cols, table.slots[s].data, rows[r] * cols, cols);
      }
    }
    boolean[][] present = new boolean[rows.length][shape.modalities().size()];
    for (boolean[] row : present) {
      for (int m = 0; m < row.length; m++) {
        row[m] = (subset >> m & 1) == 1;
      }
    }
    SsfnGraph graph = new SsfnGraph(shape, fitted.weights(), SsfnWeights.zeros(shape), rows.length);
    return graph.forward(new SsfnInput(rows.length, slots, present));
  }

  /** The temperature with the least log loss, to 2 %. */
  private static double temperature(Matrix logits, Targets targets, int[] rows) {
    double best = 1;
    double bestLoss = Double.POSITIVE_INFINITY;
    for (double t = 0.25; t < 12; t *= 1.02) {
      Matrix p = logits.copy();
      Rows.softmax(p, p.rows, t);
      double loss = 0;
      for (int r = 0; r < rows.length; r++) {
        loss -= Math.log(Math.max(1e-12, p.get(r, (int) targets.values()[rows[r]])));
      }
      if (loss < bestLoss) {
        bestLoss = loss;
        best = t;
      }
    }
    return best;
  }

  private double halfWidth(Matrix outputs, Targets targets, int[] rows) {
    double[] errors = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      double value = outputs.get(r, 0) * fitted.scale().deviation() + fitted.scale().mean();
      errors[r] = Math.abs(value - targets.values()[rows[r]]);
    }
    Arrays.sort(errors);
    int rank = (int) Math.ceil((errors.length + 1) * Calibration.COVERAGE);
    return errors[Math.min(errors.length, rank) - 1];
  }
}
