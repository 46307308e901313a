// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

/** Follows a run; called on the run's thread, so it must be quick. */
public interface ReplayListener {
  ReplayListener NONE = progress -> {};

  /** After each batch of items, and once at the end. */
  void progressed(Progress progress);

  /**
   * @param fraction 0..1 of the span; NaN if there is no end
   */
  record Progress(long frames, long labels, double fraction) {}
}
