// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The alerts of the cluster are the alerts. */
class KubernetesRulesTest {
  private static final Path ALERTS = Path.of("ops/prometheus/rules/alerts.yml");
  private static final Path RULES = Manifests.ROOT.resolve("rules.yaml");

  @Test
  void shouldHoldTheAlertsAsTheyAre() throws IOException {
    String alerts = Files.readString(ALERTS);
    String groups = alerts.substring(alerts.indexOf("groups:"));
    if (Boolean.getBoolean("updateDocs")) {
      String rules = Files.readString(RULES);
      String head = rules.substring(0, rules.indexOf("spec:\n") + "spec:\n".length());
      Files.writeString(RULES, head + groups.replaceAll("(?m)^(?=.)", "  "));
    }
    assertThat(Manifests.tree("rules.yaml").path("spec"))
        .isEqualTo(Manifests.tree("../prometheus/rules/alerts.yml"));
    assertThat(Manifests.all(PrometheusRule.class)).hasSize(1);
  }
}
