// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.bytedeco.javacpp.Pointer;

/**
 * What swaps might leave behind, sampled over the run. All is of this JVM, so broker, registry and
 * this benchmark are in it. Pages of the heap count as resident when they are first written: the
 * JVM is to write all at its start ({@code -XX:+AlwaysPreTouch}). One thread.
 */
public final class Resources {
  private static final double MEGABYTE = 1 << 20;
  private static final int COLLECTIONS = 10;
  private static final long PAUSE_NANOS = 200_000_000;

  private final MeterRegistry meters;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param heap used after a collection, MB
   * @param offHeap direct buffers and what JavaCPP counts, MB
   * @param resident MB
   * @param meters in the registry, Kafka's and the JVM's among them
   * @param ours of these, Skewline's own
   */
  public record Sample(
      long swaps,
      double heap,
      double offHeap,
      double resident,
      int threads,
      int meters,
      int ours) {}

  /**
   * A line through the samples.
   *
   * @param growth by its slope, over all the swaps
   * @param margin of the growth's 95 % interval
   * @param limit of the growth
   */
  public record Slope(String of, double last, double growth, double margin, double limit) {
    public Limit flat() {
      return Limit.of(growth, margin, limit);
    }
  }

  Resources(MeterRegistry meters) {
    this.meters = meters;
  }

  Sample sample(long swaps) {
    collect();
    Sample sample =
        new Sample(
            swaps,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE,
            (directBytes() + Pointer.totalBytes()) / MEGABYTE,
            Pointer.physicalBytes() / MEGABYTE,
            ManagementFactory.getThreadMXBean().getThreadCount(),
            meters.getMeters().size(),
            (int)
                meters.getMeters().stream()
                    .filter(m -> m.getId().getName().startsWith("skewline"))
                    .count());
    samples.add(sample);
    return sample;
  }

  /** Direct buffers go some time after the collection that found them unused. */
  private static void collect() {
    long before = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS && directBytes() < before; i++) {
      before = directBytes();
      System.gc();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    System.gc();
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Without the first quarter: classes, code and buffers are still on their way. */
  List<Slope> slopes() {
    return List.of(
        slope("heap after a collection, MB", Sample::heap, 8),
        slope("direct buffers and JavaCPP, MB", Sample::offHeap, 4),
        slope("resident, MB", Sample::resident, 64),
        slope("threads", Sample::threads, 2),
        slope("meters", Sample::meters, 2),
        slope("meters of Skewline", Sample::ours, 0.5));
  }

  private Slope slope(String of, ToDoubleFunction<Sample> value, double limit) {
    SimpleRegression line = new SimpleRegression();
    List<Sample> later = samples.subList(samples.size() / 4, samples.size());
    later.forEach(sample -> line.addData(sample.swaps, value.applyAsDouble(sample)));
    long swaps = samples.get(samples.size() - 1).swaps;
    double margin = later.size() > 2 ? line.getSlopeConfidenceInterval() : Double.NaN;
    return new Slope(
        of,
        value.applyAsDouble(later.get(later.size() - 1)),
        line.getSlope() * swaps,
        margin * swaps,
        limit);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
