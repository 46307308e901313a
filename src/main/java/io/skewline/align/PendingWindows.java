// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.List;

/**
 * The closed windows of a task that have no verdict yet. They stay in align's changelogged store
 * until they are settled, so that none exists only in memory.
 */
public interface PendingWindows {

  /** By {@link WindowId} order; what a restarted task must take up again. */
  List<ClosedWindow> pending();

  /** The verdict has been forwarded: the window leaves the store, its frames get their outcome. */
  void settle(WindowId window, Verdict verdict);
}
