// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.List;

/**
 * The windows of a task whose verdict is still to be forwarded. They stay in align's changelogged
 * store until they are settled, so that none exists only in memory.
 */
public interface PendingWindows {

  /**
   * What a restarted task must take up again: within a stream by {@link WindowId}, streams mixed as
   * their windows were let close.
   */
  List<ClosedWindow> pending();

  /**
   * The final verdict has been forwarded: the window leaves the store, its frames get their
   * outcome.
   *
   * @return how frames ended, where that is to be told frame by frame; else empty
   */
  List<FrameEnd> settle(WindowId window, Verdict verdict);

  /** An early verdict has been forwarded; the window goes on. */
  void settleEarly(WindowId window);
}
