// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.jmh;

import io.skewline.bench.core.CoreLoad;
import io.skewline.bench.core.Ticks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Fresh frames of 1,000 streams and 2 modalities into the aligner, per frame; what closes is
 * settled.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AcceptFrames {
  private static final int STREAMS = 1_000;

  @Param({"false", "true"})
  boolean nearest;

  private Ticks ticks;

  @Setup
  public void begin() {
    ticks = new Ticks(new CoreLoad(STREAMS, 2, 25, 768), nearest);
  }

  /** After a commit. An invocation takes a millisecond or so: long beside what this costs it. */
  @Setup(Level.Invocation)
  public void make() {
    ticks.writeChanges((key, value) -> {});
    ticks.make();
  }

  @Benchmark
  @OperationsPerInvocation(2 * STREAMS)
  public int accept() {
    return ticks.accept();
  }
}
