// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void shouldWriteWhatItReads() {
    for (String text : new String[] {"1us", "1500us", "20ms", "61s", "1m", "90m", "25h", "7d"}) {
      assertThat(Units.text(Units.duration(text))).isEqualTo(text);
    }
    assertThat(Units.text(Duration.ZERO)).isEqualTo("0ms");
    assertThat(Units.text(Units.duration("3600s"))).isEqualTo("1h");
    assertThat(Units.text(ChronoUnit.FOREVER.getDuration())).endsWith("d");
  }
}
