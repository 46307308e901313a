// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.EngineSettings.Engine;
import io.skewline.network.SsfnModel.Parts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Our own: direct sgemm and fused loops, on scratch memory of one batch. */
final class NativeEngine implements FusionEngine {
  private final Parts parts;

  NativeEngine(Parts parts) {
    this.parts =
        new Parts(
            parts.shape(),
            parts.weights().folded().frozen(),
            parts.normalisers(),
            parts.calibration(),
            parts.agreement());
    parts.agreement().ifPresent(agreement -> agreement.statistic().frozen());
  }

  @Override
  public Set<Engine> engines() {
    return Set.of(Engine.NATIVE);
  }

  @Override
  public Batch batch(int rows) {
    return new NativeBatch(parts, rows);
  }

  /** The memory goes with the object: BLAS reads it only while a call holds it. */
  @Override
  public void close() {}

  private static final class NativeBatch implements Batch {
    private final Parts parts;
    private final SsfnGraph graph;
    private final Matrix[] slots;
    private final int rows;
    private final Optional<StatisticNetwork> statistic;

    private NativeBatch(Parts parts, int rows) {
      SsfnShape shape = parts.shape();
      this.parts = parts;
      this.rows = rows;
      this.graph = SsfnGraph.forward(shape, parts.weights(), rows);
      this.slots = new Matrix[shape.slots().size()];
      for (int s = 0; s < slots.length; s++) {
        slots[s] = new Matrix(rows, shape.slots().get(s).width());
      }
      int inputs = shape.modalities().size() * shape.width();
      this.statistic =
          parts.agreement().map(a -> new StatisticNetwork(a.statistic(), inputs, rows));
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public Output run(List<AlignedWindow> windows) {
      int used = windows.size();
      SlotVectors vectors = new SlotVectors(parts.shape(), windows);
      vectors.forEach((s, row, vector) -> parts.normalisers()[s].apply(vector, slots[s], row));
      SsfnInput input =
          new SsfnInput(
              FusionEngine.padded(used), slots, vectors.present(FusionEngine.padded(used)));
      Matrix values = graph.forward(input).top(used);
      return new Output(values, input.present, agreements(input, used));
    }

    private double[] agreements(SsfnInput input, int used) {
      double[] agreements = new double[used];
      java.util.Arrays.fill(agreements, Double.NaN);
      if (statistic.isPresent()) {
        Rows.join(statistic.get().input(input.rows), graph.modalityMeans());
        float[] values = statistic.get().forward(input.rows);
        for (int r = 0; r < used; r++) {
          if (whole(input.present[r])) {
            agreements[r] = parts.agreement().orElseThrow().of(values[r]);
          }
        }
      }
      return agreements;
    }

    private static boolean whole(boolean[] present) {
      boolean whole = true;
      for (boolean one : present) {
        whole &= one;
      }
      return whole;
    }

    @Override
    public void close() {}
  }
}
