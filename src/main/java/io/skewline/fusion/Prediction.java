// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one final word on a window. A dropped window has no {@link Scored} part.
 *
 * @param used the modalities that had frames, missing those that had none
 * @param silent the modalities that the deadline found silent
 * @param offsetsMicros per used modality: its mean frame time minus that of the first used one
 * @param triggerMillis wall clock: append of the record that let the window close, or the deadline
 */
public record Prediction(
    WindowId window,
    Verdict verdict,
    ClosingReason reason,
    List<Modality> used,
    List<Modality> missing,
    List<Modality> silent,
    Map<Modality, Long> offsetsMicros,
    long triggerMillis,
    Optional<Scored> scored) {

  /**
   * The model's part.
   *
   * @param labels the names of the scores; empty for regression
   * @param agreement how well the modalities belong together, NaN where the model has no statistic
   *     network
   */
  public record Scored(
      List<String> labels,
      FusionScore score,
      double agreement,
      String plan,
      long modelVersion,
      String modelHash) {}
}
