// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import java.util.Optional;
import java.util.function.Predicate;

/** How the frames of a stream become windows. Wall clock in milliseconds. One thread. */
sealed interface Joining permits WindowJoining, NearestJoining {

  /**
   * Takes a frame that is no straggler of an old session, before its watermark moves.
   *
   * @return why the frame has come to its end, empty if it is held
   */
  Optional<EndReason> add(StreamState stream, int modality, Frame frame, long nowMillis);

  /**
   * Closes what the stream's watermarks let close.
   *
   * @param triggerMillis append time of the record that moved them
   */
  void advance(StreamState stream, long triggerMillis);

  /** Closes everything the stream holds, as it stands. */
  void closeAll(StreamState stream, ClosingReason reason, long triggerMillis);

  /**
   * Its deadline has come.
   *
   * @param what a {@link WindowState} or a {@link WaitingFrame}
   * @param read whether a modality's input has been read up to that deadline
   * @return false to be asked again the next time: a modality it lacks is merely behind
   */
  boolean due(Object what, Predicate<Modality> read);

  /** A deadline for all that the stream holds, as from now. */
  void startDeadlines(StreamState stream, long nowMillis);
}
