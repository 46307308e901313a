// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.skewline.http.Progress;
import io.skewline.ledger.Meters;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/** A Streams application moves if it decodes; it should if records wait for it. Thread-safe. */
final class StreamsProgress implements Progress {
  private final KafkaStreams streams;
  private final MeterRegistry meters;
  private double decoded;
  private Instant last = Instant.now();

  StreamsProgress(KafkaStreams streams, MeterRegistry meters) {
    this.streams = streams;
    this.meters = meters;
  }

  @Override
  public synchronized Seen now() {
    double count = Meters.framesRead(meters);
    long lag = lag();
    if (count != decoded || lag == 0) {
      decoded = count;
      last = Instant.now();
    }
    return new Seen(last, lag > 0, lag > 0 ? "lag " + lag : "no input waits");
  }

  /** A topic whose name has periods is there twice, the second time with underscores. */
  private long lag() {
    Map<Map<String, String>, Double> lags = new HashMap<>();
    for (Metric metric : streams.metrics().values()) {
      if (metric.metricName().name().equals("records-lag")
          && metric.metricValue() instanceof Double records
          && !records.isNaN()) {
        Map<String, String> partition = new HashMap<>(metric.metricName().tags());
        partition.computeIfPresent("topic", (key, topic) -> topic.replace('.', '_'));
        lags.put(partition, records);
      }
    }
    return (long) lags.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
