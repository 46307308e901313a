// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.EndReason;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import java.util.Optional;

/**
 * An input record beside what the ledger topic says of it. The epoch of a frame that no window held
 * is not told: it lies between those of its neighbours on the topic.
 */
final class Line {
  final Seen seen;

  /** Empty for markers. */
  final Optional<FrameEnd> end;

  /** When its end was told. */
  final long toldMillis;

  /** Of several copies of one frame, it cannot be told which came to which end. */
  final boolean ambiguous;

  long lowEpoch;
  long highEpoch = Long.MAX_VALUE;

  /** A marker. */
  Line(Seen seen) {
    this.seen = seen;
    this.end = Optional.empty();
    this.toldMillis = 0;
    this.ambiguous = false;
  }

  Line(Seen seen, Ended ended, boolean ambiguous) {
    this.seen = seen;
    this.end = Optional.of(ended.end());
    this.toldMillis = ended.appendMillis();
    this.ambiguous = ambiguous;
  }

  Optional<WindowId> window() {
    return end.flatMap(FrameEnd::window);
  }

  boolean ended(EndReason reason) {
    return end.isPresent() && window().isEmpty() && end.get().reason().equals(reason.label());
  }

  boolean ended(Outcome outcome) {
    return end.isPresent() && end.get().outcome() == outcome;
  }

  /** Whether it was accepted. */
  boolean held() {
    return window().isPresent() || ended(EndReason.NO_ANCHOR);
  }

  /** Whether it took part in its stream's time: rejected frames and stragglers do not. */
  boolean counts() {
    return seen.isFrame()
        && !ended(Outcome.AHEAD)
        && !ended(Outcome.INVALID)
        && !ended(EndReason.OLD_SESSION);
  }

  boolean surelyWith(Line other) {
    return lowEpoch == highEpoch && other.surelyIn(lowEpoch);
  }

  boolean maybeWith(Line other) {
    return lowEpoch <= other.highEpoch && other.lowEpoch <= highEpoch;
  }

  boolean surelyIn(long epoch) {
    return lowEpoch == epoch && highEpoch == epoch;
  }

  boolean maybeIn(long epoch) {
    return lowEpoch <= epoch && epoch <= highEpoch;
  }

  @Override
  public String toString() {
    return seen.stream()
        + "/"
        + seen.modality()
        + "@"
        + seen.offset()
        + " appended "
        + seen.appendMillis()
        + " "
        + (seen.event().isEmpty() ? "unreadable" : seen.time() + "µs " + seen.session())
        + end.map(
                e ->
                    " -> "
                        + e.outcome()
                        + " "
                        + e.reason()
                        + " "
                        + e.window()
                        + " told "
                        + toldMillis)
            .orElse("");
  }
}
