// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import io.skewline.fusion.FusionScore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** What one model said of windows, beside what is true of them. Safe for many threads. */
public final class Answers {
  private final Facts facts;
  private final float[][] scores;
  private final float[] halfWidths;
  private final int[] best;
  private final AtomicReferenceArray<int[]> ranks;

  /**
   * @param scores per window one probability per class, or the value alone; never written to
   * @param halfWidths half of each window's conformal interval; empty if the model gives none
   */
  public Answers(Facts facts, float[][] scores, float[] halfWidths) {
    if (scores.length != facts.size()
        || (halfWidths.length > 0 && halfWidths.length != facts.size())) {
      throw new IllegalArgumentException(scores.length + " answers on " + facts.size());
    }
    this.facts = facts;
    this.scores = scores;
    this.halfWidths = halfWidths;
    this.best = Arrays.stream(scores).mapToInt(Answers::best).toArray();
    this.ranks = new AtomicReferenceArray<>(facts.outputs());
  }

  public static Answers of(Facts facts, List<FusionScore> said) {
    float[] halfWidths = new float[facts.outputs() > 1 ? 0 : said.size()];
    for (int i = 0; i < halfWidths.length; i++) {
      halfWidths[i] = (float) ((said.get(i).high() - said.get(i).low()) / 2);
    }
    return new Answers(
        facts, said.stream().map(FusionScore::scores).toArray(float[][]::new), halfWidths);
  }

  public Facts facts() {
    return facts;
  }

  public float[][] scores() {
    return scores;
  }

  public float[] halfWidths() {
    return halfWidths;
  }

  int[] all() {
    return IntStream.range(0, facts.size()).toArray();
  }

  double truth(int row) {
    return facts.values()[row];
  }

  double value(int row) {
    return scores[row][0];
  }

  int best(int row) {
    return best[row];
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }

  /** Per window the place of its score for a class among all different ones, from 0. */
  int[] ranks(int c) {
    int[] known = ranks.get(c);
    if (known == null) {
      double[] column = Arrays.stream(scores).mapToDouble(row -> row[c]).toArray();
      double[] sorted = Arrays.stream(column).distinct().sorted().toArray();
      known = Arrays.stream(column).mapToInt(v -> Arrays.binarySearch(sorted, v)).toArray();
      ranks.set(c, known);
    }
    return known;
  }
}
