// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.http.HealthCheck;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerHealthTest {
  @Test
  void shouldTellHowTheLearnerIs() {
    assertThat(TrainerApp.learner(Optional.empty(), false))
        .isEqualTo(new HealthCheck("learner", true, "running"));
    assertThat(TrainerApp.learner(Optional.empty(), true))
        .isEqualTo(new HealthCheck("learner", true, "a better model waits to be published"));
    HealthCheck stopped =
        TrainerApp.learner(Optional.of(new IllegalStateException("diverged")), true);
    assertThat(stopped.ok()).isFalse();
    assertThat(stopped.detail()).startsWith("stopped").endsWith("diverged");
  }

  @Test
  void shouldTellWhetherTheActiveModelIsHeardOf() {
    assertThat(TrainerApp.models(true).ok()).isTrue();
    assertThat(TrainerApp.models(false).ok()).isFalse();
  }
}
