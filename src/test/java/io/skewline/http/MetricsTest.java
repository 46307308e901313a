// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void shouldShowATopicOnceWhateverKafkaCallsIt() {
    Properties config = new Properties();
    config.putAll(Map.of("application.id", "a", "bootstrap.servers", "localhost:1"));
    try (Metrics metrics = new Metrics("processor");
        KafkaStreams streams = new KafkaStreams(new Topology().addSource("s", "a.b"), config)) {
      metrics.bind(streams, List.of("a.b", "c_d"));
      for (String topic : List.of("a.b", "a_b", "c_d")) {
        metrics.registry().counter("kafka.lag", "topic", topic);
      }
      assertThat(metrics.scrape())
          .contains("kafka_lag_total{app=\"processor\",topic=\"a.b\"}")
          .contains("kafka_lag_total{app=\"processor\",topic=\"c_d\"}")
          .doesNotContain("a_b");
    }
  }

  @Test
  void shouldShowKafkaStreamsMetersUntilClosed() {
    Properties config = new Properties();
    config.putAll(Map.of("application.id", "a", "bootstrap.servers", "localhost:1"));
    Topology topology = new Topology().addSource("s", "in");
    Metrics metrics = new Metrics();
    try (KafkaStreams streams = new KafkaStreams(topology, config)) {
      metrics.bind(streams, List.of("in"));
      assertThat(metrics.scrape()).contains("kafka_stream_");
      metrics.close();
      assertThat(metrics.registry().isClosed()).isTrue();
    }
  }
}
