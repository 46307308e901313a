// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How far this process's consumers lag behind the ends of their partitions, from the consumers' own
 * metrics. Safe for many threads.
 */
final class ConsumerLag {
  private static final String RECORDS_LAG = "records-lag";

  private final Supplier<Map<MetricName, ? extends Metric>> metrics;
  private final Map<String, Metric> found = new ConcurrentHashMap<>();

  ConsumerLag(Supplier<Map<MetricName, ? extends Metric>> metrics) {
    this.metrics = metrics;
  }

  /** False while records wait on the broker; a partition that was never fetched counts as read. */
  boolean caughtUp(String topic, int partition) {
    String key = topic + "-" + partition;
    Metric metric = found.computeIfAbsent(key, k -> find(topic, partition));
    Object lag = metric == null ? null : metric.metricValue();
    if (lag instanceof Double records && !records.isNaN()) {
      return records < 1.0;
    }
    // Not fetched yet, or the partition has moved: look the metric up anew next time.
    found.remove(key);
    return true;
  }

  private Metric find(String topic, int partition) {
    String number = Integer.toString(partition);
    for (Map.Entry<MetricName, ? extends Metric> entry : metrics.get().entrySet()) {
      MetricName name = entry.getKey();
      // Consumer metrics replace dots in topic tags by underscores.
      if (name.name().equals(RECORDS_LAG)
          && number.equals(name.tags().get("partition"))
          && topic
              .replace('.', '_')
              .equals(name.tags().getOrDefault("topic", "").replace('.', '_'))) {
        return entry.getValue();
      }
    }
    return null;
  }
}
