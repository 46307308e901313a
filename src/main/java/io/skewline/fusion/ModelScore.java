// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/**
 * What one task of the trainer has counted of a slice since it began. The newest of each slice and
 * partition, summed over the partitions, is the scoreboard.
 *
 * @param partition of the task
 * @param firstMillis wall clock: append of the first prediction in it
 * @param lastMillis and of the last
 */
public record ModelScore(
    ScoreSlice slice, int partition, long firstMillis, long lastMillis, Tally tally) {

  /** Names the slice of this task, and so the record on a compacted topic. */
  public String key() {
    return slice.text() + "/" + partition;
  }
}
