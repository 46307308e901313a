// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.ModelDecision;
import java.util.Optional;

/**
 * A challenger, its scores and those of the model in service on the same windows.
 *
 * @param active the scores of the active model; empty where there is none
 * @param decision of the gate: promoted or kept back
 */
public record RoundResult(
    Bundle bundle, Evaluation evaluation, Optional<Evaluation> active, ModelDecision decision) {

  /** The challenger is to be published. */
  public boolean better() {
    return decision.verdict() == ModelDecision.Verdict.PROMOTED;
  }

  /** In words, with the numbers that decided. */
  public String reason() {
    return decision.reason();
  }
}
