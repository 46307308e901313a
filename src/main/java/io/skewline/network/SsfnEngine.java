// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.network.SsfnModel.Parts;
import io.skewline.network.SsfnShape.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scratch memory and forward pass for a fixed number of rows. One thread. */
final class SsfnEngine {
  private final Parts parts;
  private final SsfnGraph graph;
  private final List<Slot> slots;
  private final SsfnInput input;
  private final Optional<StatisticNetwork> statistic;

  SsfnEngine(Parts parts, int rows) {
    SsfnShape shape = parts.shape();
    this.parts = parts;
    this.slots = shape.slots();
    this.graph = new SsfnGraph(shape, parts.weights(), SsfnWeights.zeros(shape), rows);
    Matrix[] matrices = new Matrix[slots.size()];
    for (int s = 0; s < matrices.length; s++) {
      matrices[s] = new Matrix(rows, slots.get(s).width());
    }
    this.input = new SsfnInput(rows, matrices, new boolean[rows][shape.modalities().size()]);
    int inputs = shape.modalities().size() * shape.width();
    this.statistic = parts.agreement().map(a -> new StatisticNetwork(a.statistic(), inputs, rows));
  }

  int rows() {
    return input.rows;
  }

  /** Which modalities the row's window has, of those with every layer that the plan reads. */
  boolean[] present(int row) {
    return input.present[row];
  }

  void load(int row, AlignedWindow window) {
    SsfnShape shape = parts.shape();
    boolean[] present = WindowTable.presence(shape, window);
    input.present[row] = present;
    for (int s = 0; s < input.slots.length; s++) {
      Slot slot = slots.get(s);
      if (present[slot.modality()]) {
        Modality modality = shape.modalities().get(slot.modality()).modality();
        float[] vector = window.present().get(modality).layers().layer(slot.layer());
        parts.normalisers()[s].apply(vector, input.slots[s], row);
      }
    }
  }

  /**
   * @param values logits, or the standardised value; valid until the next call
   * @param agreements NaN where a modality is missing or there is no statistic network
   */
  record Output(Matrix values, double[] agreements) {}

  /** Outputs of the first {@code used} rows; the rest is what an earlier call left there. */
  Output run(int used) {
    Matrix values = graph.forward(input).top(used);
    double[] agreements = new double[used];
    Arrays.fill(agreements, Double.NaN);
    statistic.ifPresent(network -> agree(network, agreements));
    return new Output(values, agreements);
  }

  private void agree(StatisticNetwork network, double[] agreements) {
    Rows.join(network.input(input.rows), graph.modalityMeans());
    float[] values = network.forward(input.rows);
    for (int r = 0; r < agreements.length; r++) {
      boolean whole = true;
      for (boolean present : input.present[r]) {
        whole &= present;
      }
      if (whole) {
        agreements[r] = parts.agreement().orElseThrow().of(values[r]);
      }
    }
  }
}
