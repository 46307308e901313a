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
 * A verdict on a window: the one final word, or an early look that a later verdict corrects ({@link
 * ClosingReason#isFinal}). A dropped window has no {@link Scored} part, unless the topology file
 * asks for a baseline where there is no model: then one of model version 0.
 *
 * @param used the modalities that had frames, missing those that had none
 * @param silent the modalities that the deadline found silent
 * @param offsetsMicros per used modality: its mean frame time minus that of the first used one
 * @param triggerMillis wall clock: append of the record that let the window close, or the deadline
 * @param revision 0 for the first verdict on the window, 1 for the correction of an early one
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
    int revision,
    Optional<Scored> scored) {

  /** Names the window within its stream; the same in an early verdict and in its correction. */
  public String id() {
    return "%d/%d-%d".formatted(window.epoch(), window.startMicros(), window.endMicros());
  }

  /**
   * The model's part.
   *
   * @param labels the names of the scores; empty for regression
   */
  public record Scored(
      List<String> labels, FusionScore score, String plan, long modelVersion, String modelHash) {}
}
