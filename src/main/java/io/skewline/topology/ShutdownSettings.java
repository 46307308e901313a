// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;

/**
 * How a process ends when it is told to.
 *
 * @param notice wall-clock time for which readiness says no while it still works
 * @param within wall-clock time, after that, for what is under way to be committed; then the
 *     process goes as it is
 */
public record ShutdownSettings(Duration notice, Duration within) {

  /** What may be spent on work that cannot be cut short, so that the rest is closed in order. */
  public Duration patience() {
    return within.multipliedBy(3).dividedBy(4);
  }
}
