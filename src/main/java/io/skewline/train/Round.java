// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import java.util.Map;

/**
 * What one round of fitting and evaluating came to.
 *
 * @param decision of the gate: promoted or kept back, with the numbers that decided
 */
public record Round(Bundle bundle, ModelDecision decision) {

  /** Decided without numbers. */
  public Round(Bundle bundle, boolean better, String reason) {
    this(
        bundle,
        new ModelDecision(
            better ? Verdict.PROMOTED : Verdict.KEPT_BACK,
            By.GATE,
            bundle.hash(),
            bundle.manifest().version(),
            bundle.manifest().parentHash(),
            0,
            reason,
            Map.of()));
  }

  /** The bundle beats the active one and is to be published. */
  public boolean better() {
    return decision.verdict() == Verdict.PROMOTED;
  }

  /** In words, with the numbers that decided. */
  public String reason() {
    return decision.reason();
  }
}
