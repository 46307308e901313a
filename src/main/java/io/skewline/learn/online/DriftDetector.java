// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.OptionalInt;
import org.apache.samoa.moa.classifiers.core.driftdetection.ADWIN;

/**
 * Notices that a model misses more often than it did: ADWIN (Bifet and Gavaldà, Learning from
 * time-changing data with adaptive windowing, SDM 2007) over its misses. Fewer misses are a change,
 * too, but no drift.
 *
 * <p>ADWIN cannot be written down. What can is what it was fed: at most {@value #MOST} answers, of
 * which the older half is forgotten when they are reached. One thread.
 */
public final class DriftDetector {
  static final int MOST = 65_536;

  private final double delta;
  private final BitSet misses = new BitSet();
  private int fed;
  private ADWIN adwin;

  /**
   * @param delta the probability of seeing a change where there is none, in (0, 1)
   */
  public DriftDetector(double delta) {
    this.delta = delta;
    this.adwin = new ADWIN(delta);
  }

  /**
   * @return if a drift shows at this answer: how many of the last answers are from after it
   */
  public OptionalInt feed(boolean miss) {
    if (fed == MOST) {
      forgetOlderHalf();
    }
    misses.set(fed++, miss);
    double estimated = adwin.getEstimation();
    int window = Math.min(fed, adwin.getWidth() + 1);
    boolean changed = adwin.setInput(miss ? 1 : 0);
    return changed && adwin.getEstimation() > estimated
        ? OptionalInt.of(afterChange(window))
        : OptionalInt.empty();
  }

  /**
   * How many of the last answers are from after the change. ADWIN cuts its window only as far as it
   * must and at the borders of its buckets, so a window just cut still holds much of before: the
   * change is put where the means on both sides differ most for their lengths, as CUSUM does.
   */
  private int afterChange(int window) {
    int all = misses.get(fed - window, fed).cardinality();
    int later = 0;
    int best = 1;
    double most = -1;
    for (int after = 1; after < window; after++) {
      later += misses.get(fed - after) ? 1 : 0;
      double difference = (double) later / after - (double) (all - later) / (window - after);
      double weighted = difference * Math.sqrt((double) after * (window - after));
      if (weighted > most) {
        most = weighted;
        best = after;
      }
    }
    return best;
  }

  private void forgetOlderHalf() {
    BitSet newer = misses.get(MOST / 2, MOST);
    reset();
    feedAgain(newer, MOST / 2);
  }

  private void feedAgain(BitSet again, int count) {
    for (int i = 0; i < count; i++) {
      misses.set(fed++, again.get(i));
      adwin.setInput(again.get(i) ? 1 : 0);
    }
  }

  /** Another model answers from now on. */
  public void reset() {
    misses.clear();
    fed = 0;
    adwin = new ADWIN(delta);
  }

  public void write(DataOutput to) throws IOException {
    to.writeInt(fed);
    byte[] bits = misses.toByteArray();
    to.writeInt(bits.length);
    to.write(bits);
  }

  /**
   * @param delta may be another than it was
   */
  public static DriftDetector read(DataInput from, double delta) throws IOException {
    int count = from.readInt();
    byte[] bits = new byte[from.readInt()];
    from.readFully(bits);
    DriftDetector detector = new DriftDetector(delta);
    detector.feedAgain(BitSet.valueOf(bits), count);
    return detector;
  }
}
