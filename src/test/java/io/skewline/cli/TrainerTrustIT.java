// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.models.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trainer whose models nobody would take. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrainerTrustIT {
  @TempDir private Path dir;

  @Test
  void shouldNotStart() throws Exception {
    TestKeys ours = TestKeys.in(dir, "ours");
    TestKeys theirs = TestKeys.in(dir, "theirs");
    try (TestCluster cluster = new TestCluster(dir, 1)) {
      String trust = "models.trust=" + ours.open();
      refused(cluster, "models.signKey is not set: what is published would be untrusted", trust);
      String another = "models.signKey=" + theirs.secret();
      refused(cluster, "models.signKey " + theirs.secret() + " is not trusted", trust, another);
    }
  }

  private static void refused(TestCluster cluster, String message, String... overrides)
      throws IOException {
    try (TrainerApp trainer =
        new TrainerApp(cluster.app(1, overrides), new Metrics(), Meters.unread(), result -> {})) {
      assertThatThrownBy(trainer::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(message);
    }
  }
}
