// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ServingMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);

  @Test
  void shouldReplaceTheSeriesOfTheModelBefore() {
    for (int version = 1; version <= 100; version++) {
      meters.serves("champion", version, "h" + version);
    }
    meters.serves("challenger", 101, "h101");
    assertThat(registry.find("skewline.models.info").gauges())
        .extracting(gauge -> gauge.getId().getTag("role") + " " + gauge.getId().getTag("version"))
        .containsExactlyInAnyOrder("champion 100", "challenger 101");
    assertThat(registry.find("skewline.models.info").gauges())
        .allMatch(gauge -> gauge.value() == 1);
    meters.servesNoMore("challenger");
    meters.servesNoMore("challenger");
    assertThat(registry.find("skewline.models.info").gauges()).hasSize(1);
  }

  /** A version is in the info series alone. */
  @Test
  void shouldTagScoresByRole() {
    meters.scorePrediction("champion");
    meters.scoreLabelled("champion", true);
    meters.scoreLabelled("challenger", false);
    meters.scoreAccuracy("champion", () -> 0.5);
    assertThat(registry.get("skewline.score.labelled").tag("hit", "true").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("skewline.score.accuracy").tag("role", "champion").gauge().value())
        .isEqualTo(0.5);
    assertThat(registry.getMeters().stream().map(Meter::getId))
        .filteredOn(id -> id.getName().startsWith("skewline.score"))
        .allMatch(id -> id.getTag("role") != null && id.getTag("version") == null);
  }
}
