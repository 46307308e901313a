// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {
  private final Map<MetricName, Metric> metrics = new HashMap<>();
  private long nanos;
  private final ConsumerLag lag = new ConsumerLag(() -> metrics, () -> nanos);

  /** Of one consumer; replaces what that consumer had before. */
  private void lags(String client, double records) {
    Map<String, String> tags = Map.of("client-id", client, "topic", "t_audio", "partition", "3");
    MetricName name = new MetricName("records-lag", "consumer-fetch-manager-metrics", "", tags);
    metrics.put(name, new Value(name, records));
  }

  private record Value(MetricName metricName, Object metricValue) implements Metric {}

  private boolean caughtUpLater() {
    nanos += 1_000_000_000;
    return lag.caughtUp("t.audio", 3);
  }

  @Test
  void shouldNotTakeAPartitionForReadBeforeItsFirstFetch() {
    assertThat(caughtUpLater()).isFalse();
    lags("one", Double.NaN);
    assertThat(caughtUpLater()).isFalse();
    lags("one", 0);
    assertThat(caughtUpLater()).isTrue();
    lags("one", 1);
    assertThat(caughtUpLater()).isFalse();
    assertThat(lag.caughtUp("t.audio", 4)).isFalse();
  }

  @Test
  void shouldNotBelieveTheMetricOfAPartitionThatHasLeft() {
    lags("one", 5);
    assertThat(caughtUpLater()).isFalse();
    lags("one", 0);
    assertThat(caughtUpLater()).as("came back").isTrue();
    metrics.clear();
    assertThat(caughtUpLater()).as("left again").isFalse();
    lags("two", 0);
    assertThat(caughtUpLater()).as("to another thread").isTrue();
  }

  @Test
  void shouldBelieveTheGreaterOfTwoWhileAPartitionMoves() {
    lags("one", 0);
    lags("two", 9);
    assertThat(caughtUpLater()).isFalse();
  }
}
