// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import java.time.Duration;
import java.time.Instant;

/**
 * How a process tells that it still moves. Called by HTTP threads: must be quick and safe for many
 * threads.
 */
@FunctionalInterface
public interface Progress {

  Seen now();

  /**
   * @param last wall-clock time of the last progress, e.g. of a record or a punctuation
   * @param expected whether there is work, so that silence means being stuck
   * @param why the reason for {@code expected}, for people, e.g. "lag 12" or "no input"
   */
  record Seen(Instant last, boolean expected, String why) {

    /** Alive unless work is waiting and nothing has moved for longer than the patience. */
    public boolean alive(Instant now, Duration patience) {
      return !expected || Duration.between(last, now).compareTo(patience) <= 0;
    }
  }
}
