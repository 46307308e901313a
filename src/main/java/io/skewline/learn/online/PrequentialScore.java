// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How the active model has fared on examples that nothing had been learnt from yet (test, then
 * train): over the last {@value #WINDOW} of them, and over all of them with a fading factor of
 * {@value #FADING} (Gama, Sebastião and Rodrigues, On evaluating stream learning algorithms, 2013).
 * One thread.
 */
public final class PrequentialScore {
  static final int WINDOW = 1_000;
  static final double FADING = 0.999;

  private final Deque<Answer> last = new ArrayDeque<>(WINDOW);
  private long scored;
  private int hits;
  private double errors;
  private double fadedHits;
  private double fadedAll;

  public void add(Answer answer) {
    scored++;
    fadedHits = FADING * fadedHits + (answer.hit() ? 1 : 0);
    fadedAll = FADING * fadedAll + 1;
    addToWindow(answer);
    if (last.size() > WINDOW) {
      Answer gone = last.removeFirst();
      hits -= gone.hit() ? 1 : 0;
      errors -= gone.error();
    }
  }

  private void addToWindow(Answer answer) {
    last.addLast(answer);
    hits += answer.hit() ? 1 : 0;
    errors += answer.error();
  }

  /** Examples that were answered. */
  public long scored() {
    return scored;
  }

  /** Share of hits among the last ones; NaN before the first. */
  public double windowed() {
    return (double) hits / last.size();
  }

  /** Share of hits, older ones counting less and less; NaN before the first. */
  public double faded() {
    return fadedHits / fadedAll;
  }

  /** Mean absolute error over the last ones; NaN for classes. */
  public double error() {
    return errors / last.size();
  }

  public void write(DataOutput to) throws IOException {
    to.writeLong(scored);
    to.writeDouble(fadedHits);
    to.writeDouble(fadedAll);
    to.writeInt(last.size());
    for (Answer answer : last) {
      to.writeBoolean(answer.hit());
      to.writeDouble(answer.error());
    }
  }

  public static PrequentialScore read(DataInput from) throws IOException {
    PrequentialScore score = new PrequentialScore();
    score.scored = from.readLong();
    score.fadedHits = from.readDouble();
    score.fadedAll = from.readDouble();
    int size = from.readInt();
    for (int i = 0; i < size; i++) {
      score.addToWindow(new Answer(from.readBoolean(), from.readDouble()));
    }
    return score;
  }
}
