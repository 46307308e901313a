// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;

/** Where a run's frames, labels and end-of-stream markers go. */
public interface FrameSink {
  /**
   * @return bytes on the wire, key and value; 0 where there is no wire
   */
  int publish(Frame frame);

  void publish(Label label);

  /**
   * Marks that a modality of a stream has ended.
   *
   * @param eventTimeMicros when it ended
   * @param session that of its frames
   */
  void end(StreamId stream, Modality modality, long eventTimeMicros, String session);

  /** Returns when all that was handed over has arrived. */
  void flush();
}
