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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** State to bytes at a commit after which every stream had frames, per stream. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteChanges {
  private static final int STREAMS = 1_000;

  private Ticks ticks;

  @Setup
  public void begin() {
    ticks = new Ticks(new CoreLoad(STREAMS, 2, 25, 768), false);
  }

  @Setup(Level.Invocation)
  public void accept() {
    ticks.make();
    ticks.accept();
  }

  @Benchmark
  @OperationsPerInvocation(STREAMS)
  public void write(Blackhole bytes) {
    ticks.writeChanges(
        (key, value) -> {
          bytes.consume(key);
          bytes.consume(value);
        });
  }
}
