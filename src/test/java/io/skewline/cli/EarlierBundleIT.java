// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelPublisher;
import io.skewline.network.NetworkBundleReader;
import io.skewline.topology.StreamsSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the trainer goes back to can serve, and a promotion that was cut off is left to its trial.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EarlierBundleIT {
  @TempDir private Path dir;

  @Test
  void shouldGoBackOnlyToWhatCanServe() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2);
        ModelPublisher publisher = cluster.publisher();
        TrainerApp trainer =
            new TrainerApp(cluster.app, new Metrics(), Meters.unread(), result -> {})) {
      Bundle good = cluster.bundle(1);
      byte[] cut = new byte[100];
      Bundle bad = new Bundle(good.manifest(), cut, Bundle.sha256(cut));
      publisher.publish(bad, Role.ACTIVE, "no bundle at all");
      publisher.publish(good, Role.ACTIVE, "good");
      assertThat(trainer.earlier(good.hash())).isPresent();
      assertThat(trainer.earlier(bad.hash())).isEmpty();
      assertThat(trainer.earlier("0".repeat(64))).isEmpty();
    }
  }

  @Test
  void shouldLeaveAPromotionThatWasCutOffToItsTrial() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2);
        DecisionLog log =
            new DecisionLog(
                cluster.app.models(),
                cluster.codecs.decisions(),
                StreamsSettings.client(cluster.app))) {
      GateDecisions decisions = new GateDecisions(log, Meters.unread());
      Bundle bundle = cluster.bundle(2);
      decisions.add(decision(By.SHADOW, bundle));
      try (FusionModel model =
          NetworkBundleReader.expecting(cluster.app.specs(), cluster.app.task())
              .read(bundle.bytes(), bundle.hash())) {
        decisions.makeUp(model, "passed");
        assertThat(log.read()).as("the trial's to end").hasSize(1);
        decisions.add(decision(By.USER, bundle));
        decisions.makeUp(model, "passed");
        assertThat(log.read()).hasSize(3);
        assertThat(log.read().get(2).decision().by()).isEqualTo(By.UNKNOWN);
      }
    }
  }

  private static ModelDecision decision(By by, Bundle bundle) {
    return new ModelDecision(
        Verdict.SHADOWED, by, bundle.hash(), 2, "", 0, "a shadow first", Map.of());
  }
}
