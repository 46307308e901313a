// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private final Intervals intervals = new Intervals(1);

  @Test
  void shouldGiveWilsonsIntervalForWindowsOfTheirOwnStreams() {
    Metric metric = intervals.mean(streams(50, 1), values(50, i -> i < 45 ? 1 : 0));
    assertThat(metric.value()).isCloseTo(0.9, within(1e-9));
    assertThat(metric.low()).isCloseTo(0.7864, within(1e-3));
    assertThat(metric.high()).isCloseTo(0.9565, within(1e-3));
    assertThat(metric.n()).isEqualTo(50);
  }

  @Test
  void shouldBeWiderWhereWindowsOfAStreamAgree() {
    double[] values = values(200, i -> i / 10 % 2);
    Metric byStream = intervals.mean(streams(200, 10), values);
    Metric alone = intervals.mean(streams(200, 1), values);
    assertThat(byStream.high() - byStream.low()).isGreaterThan(2 * (alone.high() - alone.low()));
    assertThat(byStream).isEqualTo(intervals.mean(streams(200, 10), values));
  }

  @Test
  void shouldNotPretendCertaintyWithAFewStreams() {
    Metric metric = intervals.mean(streams(40, 40), values(40, i -> i % 2));
    assertThat(metric.high() - metric.low()).isGreaterThan(0.2);
  }

  @Test
  void shouldNotPretendCertaintyWhereAllAreRight() {
    Metric metric = intervals.mean(streams(200, 10), values(200, i -> 1));
    assertThat(metric.low()).isBetween(0.97, 0.99);
    assertThat(metric.high()).isCloseTo(1, within(1e-9));
  }

  @Test
  void shouldCoverTheMeanOfOtherNumbers() {
    Metric metric = intervals.mean(streams(300, 3), values(300, i -> i % 7));
    assertThat(metric.low()).isLessThan(metric.value());
    assertThat(metric.high()).isGreaterThan(metric.value());
    assertThat(metric.high() - metric.low()).isLessThan(1);
  }

  private static List<StreamId> streams(int windows, int each) {
    List<StreamId> streams = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      streams.add(new StreamId("s" + i / each));
    }
    return streams;
  }

  private static double[] values(int count, IntToDoubleFunction value) {
    double[] values = new double[count];
    Arrays.setAll(values, value);
    return values;
  }
}
