// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window as the page shows it.
 *
 * @param start event time, milliseconds
 * @param end likewise
 * @param lanes one per modality, in the order of {@link About#modalities}
 * @param answer of the model; null where the window was dropped
 * @param delay milliseconds from the append of the record that let the window close, or from its
 *     deadline, until its verdict had been forwarded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WindowShown(
    String stream,
    long epoch,
    long start,
    long end,
    String verdict,
    String reason,
    int revision,
    List<Lane> lanes,
    @Nullable Answer answer,
    long delay) {

  /** What a window has of a modality. */
  public enum State {
    /** Frames. */
    present,
    /** None, and none came late: its watermark had passed. */
    missing,
    /** None, and it had not passed the end: too late for this window, or silent. */
    late
  }

  /**
   * @param offset milliseconds that its mean frame time is after the first modality's; null where
   *     it is not present
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Lane(State state, @Nullable Double offset) {}

  /**
   * @param label of a class; null for a value
   * @param value null for a class
   * @param low lower end of the value's interval, null for a class
   * @param high upper end, likewise
   * @param agreement of the modalities, 0..1; null where nobody knows
   * @param model version
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(
      @Nullable String label,
      @Nullable Double value,
      double confidence,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Double agreement,
      long model) {}

  /** Whether it is about the same window, one being the correction of the other. */
  boolean sameWindow(WindowShown other) {
    return start == other.start && epoch == other.epoch && end == other.end;
  }
}
