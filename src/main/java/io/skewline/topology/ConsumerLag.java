// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How far this process's consumers lag behind the ends of their partitions, from the consumers' own
 * metrics. Safe for many threads.
 *
 * <p>Which metrics there are is looked up anew several times a second: a partition that leaves a
 * consumer takes its metric along, and the object that was found before would show its last value
 * for ever.
 */
final class ConsumerLag {
  private static final String RECORDS_LAG = "records-lag";
  private static final long KEPT_NANOS = 200_000_000;

  private final Supplier<Map<MetricName, ? extends Metric>> metrics;
  private final LongSupplier nanos;
  private volatile Index index;

  private record Index(long atNanos, Map<String, List<Metric>> lags) {}

  ConsumerLag(Supplier<Map<MetricName, ? extends Metric>> metrics) {
    this(metrics, System::nanoTime);
  }

  /**
   * @param nanos a clock
   */
  ConsumerLag(Supplier<Map<MetricName, ? extends Metric>> metrics, LongSupplier nanos) {
    this.metrics = metrics;
    this.nanos = nanos;
    this.index = new Index(nanos.getAsLong() - 2 * KEPT_NANOS, Map.of());
  }

  /**
   * False while records wait on the broker, and until the first answer to a fetch says whether any
   * do: a partition that has just moved here may have a backlog that nobody has seen yet.
   */
  boolean caughtUp(String topic, int partition) {
    List<Metric> lags = lags().getOrDefault(key(topic, Integer.toString(partition)), List.of());
    for (Metric lag : lags) {
      if (!(lag.metricValue() instanceof Double records) || !(records < 1.0)) {
        return false;
      }
    }
    return !lags.isEmpty();
  }

  private Map<String, List<Metric>> lags() {
    Index found = index;
    long now = nanos.getAsLong();
    if (now - found.atNanos() > KEPT_NANOS) {
      found = new Index(now, find());
      index = found;
    }
    return found.lags();
  }

  private Map<String, List<Metric>> find() {
    Map<String, List<Metric>> lags = new HashMap<>();
    metrics
        .get()
        .forEach(
            (name, metric) -> {
              Map<String, String> tags = name.tags();
              if (name.name().equals(RECORDS_LAG) && tags.containsKey("partition")) {
                lags.computeIfAbsent(
                        key(tags.getOrDefault("topic", ""), tags.get("partition")),
                        key -> new ArrayList<>(1))
                    .add(metric);
              }
            });
    return lags;
  }

  /** Consumer metrics replace dots in topic tags by underscores. */
  private static String key(String topic, String partition) {
    return topic.replace('.', '_') + "-" + partition;
  }
}
