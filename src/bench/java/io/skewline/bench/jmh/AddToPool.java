// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.jmh;

import io.skewline.align.PoolUnderTest;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Frames into the running pool of a window of 25, its vectors warm in the cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AddToPool {
  private static final int FRAMES = 25;

  private final Frame[] frames = new Frame[FRAMES];

  @Setup
  public void make() {
    for (int i = 0; i < FRAMES; i++) {
      frames[i] =
          new Frame(
              new StreamId("camera-1"),
              new Modality("audio"),
              i * 40_000L,
              i,
              "",
              0,
              LayerStack.ofAll(new float[768]));
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int add() {
    PoolUnderTest pool = new PoolUnderTest();
    for (Frame frame : frames) {
      pool.add(frame);
    }
    return pool.frames();
  }
}
