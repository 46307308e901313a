// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.EngineSettings.Engine;
import java.util.List;
import java.util.Set;

/** Two engines, each for the sizes of batches at which it is the faster one. */
final class AutoEngine implements FusionEngine {
  private final EngineChoice choice;
  private final FusionEngine ours;
  private final FusionEngine theirs;

  /** Takes both over. */
  AutoEngine(EngineChoice choice, FusionEngine ours, FusionEngine theirs) {
    this.choice = choice;
    this.ours = ours;
    this.theirs = theirs;
  }

  @Override
  public Set<Engine> engines() {
    return Set.of(Engine.NATIVE, Engine.ONNX);
  }

  @Override
  public Batch batch(int rows) {
    Batch mine = ours.batch(rows);
    try {
      return new AutoBatch(mine, theirs.batch(rows));
    } catch (RuntimeException | Error e) {
      mine.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try (ours;
        theirs) {
      // Both, even if one of them cannot be.
    }
  }

  private final class AutoBatch implements Batch {
    private final Batch mine;
    private final Batch other;

    private AutoBatch(Batch mine, Batch other) {
      this.mine = mine;
      this.other = other;
    }

    @Override
    public int rows() {
      return mine.rows();
    }

    @Override
    public Output run(List<AlignedWindow> windows) {
      return (choice.of(windows.size()) == Engine.NATIVE ? mine : other).run(windows);
    }

    @Override
    public void close() {
      try (mine;
          other) {
        // Both, even if one of them cannot be.
      }
    }
  }
}
