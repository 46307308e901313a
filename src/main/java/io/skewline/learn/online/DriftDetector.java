// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;
import org.apache.samoa.moa.classifiers.core.driftdetection.ADWIN;

/**
 * Notices that a model misses more often than it did: ADWIN (Bifet and Gavaldà, Learning from
 * time-changing data with adaptive windowing, SDM 2007) over its misses. Fewer misses are a change,
 * too, but no drift.
 *
 * <p>ADWIN cannot be written down. What can is what it was fed: at most {@value #MOST} answers, of
 * which the older half is forgotten when they are reached. Not every example is answered, so each
 * answer keeps the number of its example. One thread.
 */
public final class DriftDetector {
  static final int MOST = 65_536;

  private final double delta;
  private final BitSet misses = new BitSet();
  private long[] examples = new long[64];
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
   * @param example the number of the example that was answered, rising
   * @return if a drift shows at this answer: the number of the first answered example after it
   */
  public OptionalLong feed(long example, boolean miss) {
    if (fed == MOST) {
      forgetOlderHalf();
    }
    keep(example, miss);
    double estimated = adwin.getEstimation();
    int window = Math.min(fed, adwin.getWidth() + 1);
    boolean changed = adwin.setInput(miss ? 1 : 0);
    return changed && adwin.getEstimation() > estimated
        ? OptionalLong.of(examples[fed - afterChange(window)])
        : OptionalLong.empty();
  }

  private void keep(long example, boolean miss) {
    if (fed == examples.length) {
      examples = Arrays.copyOf(examples, 2 * fed);
    }
    examples[fed] = example;
    misses.set(fed++, miss);
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
    long[] theirs = Arrays.copyOfRange(examples, MOST / 2, MOST);
    reset();
    feedAgain(theirs, newer);
  }

  private void feedAgain(long[] theirs, BitSet again) {
    for (int i = 0; i < theirs.length; i++) {
      keep(theirs[i], again.get(i));
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
    for (int i = 0; i < fed; i++) {
      to.writeLong(examples[i]);
    }
  }

  /**
   * @param delta may be another than it was
   */
  public static DriftDetector read(DataInput from, double delta) throws IOException {
    long[] examples = new long[from.readInt()];
    byte[] bits = new byte[from.readInt()];
    from.readFully(bits);
    for (int i = 0; i < examples.length; i++) {
      examples[i] = from.readLong();
    }
    DriftDetector detector = new DriftDetector(delta);
    detector.feedAgain(examples, BitSet.valueOf(bits));
    return detector;
  }
}
