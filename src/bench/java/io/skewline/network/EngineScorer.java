// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import java.util.List;

/** An engine as a model in service calls it. */
final class EngineScorer implements Scorer {
  private final FusionEngine engine;
  private final FusionEngine.Batch batch;

  /**
   * @param rows larger batches are computed in slices
   */
  EngineScorer(FusionEngine engine, int rows) {
    this.engine = engine;
    this.batch = engine.batch(rows);
  }

  @Override
  public float[] score(List<AlignedWindow> windows) {
    float[] outputs = null;
    for (int from = 0; from < windows.size(); from += batch.rows()) {
      int to = Math.min(windows.size(), from + batch.rows());
      Matrix values = batch.run(windows.subList(from, to)).values();
      outputs = outputs == null ? new float[windows.size() * values.cols] : outputs;
      values.data.get(0, outputs, from * values.cols, values.size());
    }
    return outputs == null ? new float[0] : outputs;
  }

  @Override
  public void close() {
    batch.close();
    engine.close();
  }
}
