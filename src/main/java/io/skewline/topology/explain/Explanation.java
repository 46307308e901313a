// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.fusion.Prediction;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Optional;

/**
 * What became of the frames of one stream in an interval of event time, both ends included,
 * microseconds since the Unix epoch.
 *
 * @param accounts those with a window first, by window; the others by their first event time
 * @param verdicts the predictions of the windows in the accounts, as far as they are still there
 * @param gaps what has no outcome
 * @param unreadable records on the ledger topic that could not be read
 */
public record Explanation(
    StreamId stream,
    long fromMicros,
    long toMicros,
    List<Account> accounts,
    List<Prediction> verdicts,
    List<Gap> gaps,
    long unreadable) {
  public Explanation {
    accounts = List.copyOf(accounts);
    verdicts = List.copyOf(verdicts);
    gaps = List.copyOf(gaps);
  }

  /** Frames of one modality with the same end, by event time, and why they ended so. */
  public record Account(
      Optional<WindowId> window,
      Modality modality,
      Outcome outcome,
      String reason,
      String sentence,
      List<FrameEnd.Ref> frames) {}

  /** Sequence numbers without an outcome between two that have one; both ends included. */
  public record Gap(Modality modality, long firstSequence, long lastSequence) {}
}
