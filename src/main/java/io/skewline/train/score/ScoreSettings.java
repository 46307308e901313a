// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ShadowShare;
import io.skewline.modality.Label;
import io.skewline.train.LabelMatch;
import java.time.Duration;
import java.util.Set;

/**
 * What the score node must know.
 *
 * @param scoresTopic where the scoreboard goes, compacted
 * @param shadowTopic where challengers' predictions come from; champions' come from elsewhere
 * @param horizon how long, in event time, predictions and labels wait for each other
 * @param classes of the task; none for regression
 */
public record ScoreSettings(
    String scoresTopic,
    String shadowTopic,
    Duration horizon,
    LabelMatch rule,
    ShadowShare shadowed,
    Set<String> classes) {
  public ScoreSettings {
    classes = Set.copyOf(classes);
  }

  /**
   * Whether a label may decide about models: those of reported data ({@code val}) may not, nor may
   * one that no model can hit, of a class or kind that is not the task's.
   */
  boolean decides(Label label) {
    boolean ofTask = label.className().map(classes::contains).orElse(classes.isEmpty());
    return ofTask && !label.split().equals("val");
  }

  long horizonMicros() {
    return horizon.toNanos() / 1000;
  }
}
