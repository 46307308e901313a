// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What promtool says of the rules as they are shipped, at their real times. */
class AlertRulesIT {
  @BeforeAll
  static void require() {
    RealPrometheus.require();
  }

  @Test
  void shouldBeRulesAndAConfiguration() throws Exception {
    assertThat(RealPrometheus.promtool("check", "rules", RealPrometheus.RULES.toString()))
        .contains("SUCCESS");
    String config = RealPrometheus.OPS.resolve("prometheus.yml").toString();
    assertThat(RealPrometheus.promtool("check", "config", config)).contains("1 rule files found");
  }

  @Test
  void shouldFireWhenTheirTimeIsOver() throws Exception {
    String test = RealPrometheus.OPS.resolve("alerts-test.yml").toString();
    assertThat(RealPrometheus.promtool("test", "rules", test)).contains("SUCCESS");
  }
}
