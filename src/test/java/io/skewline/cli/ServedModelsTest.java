// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Activation.Role;
import io.skewline.ledger.Meters;
import io.skewline.serve.ConditionsWatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedModelsTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldWantCandidatesOnlyWhereTheyScore(boolean shadowing) {
    Meters meters = Meters.unread();
    try (ServedModels models =
        new ServedModels(meters, new ConditionsWatch(0.5, meters), shadowing, model -> {})) {
      assertThat(models.wants(Role.ACTIVE)).isTrue();
      assertThat(models.wants(Role.CANDIDATE)).isEqualTo(shadowing);
    }
  }
}
