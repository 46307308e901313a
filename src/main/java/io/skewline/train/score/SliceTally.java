// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.Tally;

/** The growing tally of one slice. One thread. */
final class SliceTally {
  private final ScoreSlice slice;
  private final Tally tally;
  private long firstMillis;
  private long lastMillis;

  SliceTally(ScoreSlice slice) {
    this(slice, Long.MAX_VALUE, 0, new Tally());
  }

  SliceTally(ScoreSlice slice, long firstMillis, long lastMillis, Tally tally) {
    this.slice = slice;
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
    this.tally = tally;
  }

  Tally of(Made made) {
    firstMillis = Math.min(firstMillis, made.appendMillis());
    lastMillis = Math.max(lastMillis, made.appendMillis());
    return tally;
  }

  Tally tally() {
    return tally;
  }

  ScoreSlice slice() {
    return slice;
  }

  long lastMillis() {
    return lastMillis;
  }

  ModelScore score(int partition) {
    return new ModelScore(slice, partition, firstMillis, lastMillis, tally.copy());
  }
}
