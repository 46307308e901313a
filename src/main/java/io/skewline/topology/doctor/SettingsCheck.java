// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.AppTopics;
import io.skewline.topology.TopicNeeds;
import java.time.Duration;
import java.util.Map;

/** Topics keep what has to be read again, as long as it may be, and take what is sent. */
final class SettingsCheck implements Check {
  private final Duration outage;

  SettingsCheck(Duration outage) {
    this.outage = outage;
  }

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws Exception {
    TopicNeeds needs = new TopicNeeds(cluster.app(), outage);
    Map<String, Map<String, String>> configs =
        cluster.topicConfigs(AppTopics.specs(cluster.app(), 1).keySet());
    String fix = "skewline topics " + cluster.app().file() + " --alter";
    for (TopicNeeds.Unmet unmet : needs.unmet(configs)) {
      if (unmet.severe()) {
        found.fail(unmet.toString(), fix);
      } else {
        found.warn(unmet.toString(), fix);
      }
    }
    found.okIfNothing(
        "retention, compaction and record sizes of %d topics".formatted(configs.size()));
  }
}
