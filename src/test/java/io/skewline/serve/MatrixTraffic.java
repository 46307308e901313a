// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.serve.MatrixCell.Cut;
import io.skewline.serve.MatrixCell.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The frames of a cell by the time of their arrival, milliseconds from the start. */
final class MatrixTraffic {
  static final long LENGTH = 6_000;
  private static final StreamId STREAM = new StreamId("camera");
  private static final long FROM = 2_000;

  private final MatrixCell cell;
  private final Map<Long, List<Frame>> arrivals = new TreeMap<>();

  private MatrixTraffic(MatrixCell cell) {
    this.cell = cell;
  }

  static Map<Long, List<Frame>> of(MatrixCell cell) {
    MatrixTraffic traffic = new MatrixTraffic(cell);
    for (long t = 0; t < LENGTH; t += cell.cut().period()) {
      for (int m = 0; m < cell.modalities(); m++) {
        traffic.add(m, t);
      }
    }
    return traffic.arrivals;
  }

  private void add(int m, long t) {
    boolean troubled = m == cell.affected() && t >= FROM;
    long on = cell.cut() == Cut.ITEM ? 1_000 : 300;
    if (troubled && cell.trouble() == Trouble.SILENT
        || troubled && cell.trouble() == Trouble.RESTARTED && t < FROM + 1_500
        || troubled && cell.trouble() == Trouble.FLAPPING && (t - FROM) % (on + 900) >= on) {
      return;
    }
    long at = t + m * MatrixCell.TICK;
    if (troubled && cell.trouble() == Trouble.SLOW) {
      at += 3_000;
    } else if (troubled && cell.trouble() == Trouble.BURSTY) {
      at = FROM + ((at - FROM) / 1_500 + 1) * 1_500;
    }
    boolean restarted = troubled && cell.trouble() == Trouble.RESTARTED;
    arrivals.computeIfAbsent(at, k -> new ArrayList<>()).add(frame(m, t, restarted));
  }

  private Frame frame(int m, long t, boolean restarted) {
    Modality modality = cell.names().get(m);
    // Items carry the same interval; other clocks are a few milliseconds apart.
    long millis = AlignFuseDriver.START.toEpochMilli() + t + (cell.cut() == Cut.ITEM ? 0 : 3 * m);
    return new Frame(
        STREAM,
        modality,
        millis * 1_000,
        t,
        modality.name() + (restarted ? "-2" : "-1"),
        cell.cut() == Cut.ITEM ? 400_000 : 0,
        LayerStack.ofAll(new float[] {1}));
  }
}
