// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import java.util.Set;

/** One thing that happens to a task, at a wall clock that never goes back. */
sealed interface Step {
  long nowMillis();

  record Arrives(long nowMillis, Frame frame) implements Step {}

  record Ends(long nowMillis, EndOfStream marker) implements Step {}

  /** A punctuation; the partitions of {@code behind} have backlog. */
  record Tick(long nowMillis, Set<Modality> behind) implements Step {}

  /** The task moves: all that survives is what its stores wrote. */
  record Restart(long nowMillis) implements Step {}

  /** Every closed window gets its verdict, by {@link Verdicts}. */
  record Settle(long nowMillis) implements Step {}

  /** The application is drained. */
  record Shutdown(long nowMillis) implements Step {}
}
