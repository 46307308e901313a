// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.EngineSettings.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A real engine, watched: what it computed, what is still open. Fails where it is told to. */
final class WatchedEngine implements FusionEngine {
  final List<Integer> computed = new ArrayList<>();
  int openBatches;
  boolean closed;
  boolean failToMake;
  boolean failToRun;

  private final FusionEngine real;

  WatchedEngine(FusionEngine real) {
    this.real = real;
  }

  @Override
  public Set<Engine> engines() {
    return real.engines();
  }

  @Override
  public Batch batch(int rows) {
    if (failToMake) {
      throw new OutOfMemoryError("no room for a batch");
    }
    Batch batch = real.batch(rows);
    openBatches++;
    return new WatchedBatch(batch);
  }

  @Override
  public void close() {
    closed = true;
    real.close();
  }

  private final class WatchedBatch implements Batch {
    private final Batch batch;

    private WatchedBatch(Batch batch) {
      this.batch = batch;
    }

    @Override
    public int rows() {
      return batch.rows();
    }

    @Override
    public Output run(List<AlignedWindow> windows) {
      if (failToRun) {
        throw new IllegalStateException("cannot compute");
      }
      computed.add(windows.size());
      return batch.run(windows);
    }

    @Override
    public void close() {
      openBatches--;
      batch.close();
    }
  }
}
