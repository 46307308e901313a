// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import io.skewline.fusion.FusionScore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one model said of windows, beside what is true of them. Safe for many threads. */
public final class Answers {
  private final Facts facts;
  private final float[][] scores;
  private final float[] halfWidths;
  private final float[][] vectors;
  private final int[] best;
  private final AtomicReferenceArray<int[]> ranks;
  private volatile double @Nullable [] silhouettes;

  /**
   * @param scores per window one probability per class, or the value alone; never written to
   * @param halfWidths half of each window's conformal interval; empty if the model gives none
   */
  public Answers(Facts facts, float[][] scores, float[] halfWidths) {
    this(facts, scores, halfWidths, new float[0][]);
  }

  /**
   * @param vectors what is clustered, per window; empty but for clusters
   */
  public Answers(Facts facts, float[][] scores, float[] halfWidths, float[][] vectors) {
    if (scores.length != facts.size()
        || (vectors.length > 0 && vectors.length != facts.size())
        || (halfWidths.length > 0 && halfWidths.length != facts.size())) {
      throw new IllegalArgumentException(scores.length + " answers on " + facts.size());
    }
    this.facts = facts;
    this.scores = scores;
    this.halfWidths = halfWidths;
    this.vectors = vectors;
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

  public float[][] vectors() {
    return vectors;
  }

  /** Numbered anew, those left out that have no window; empty if there is one alone. */
  Optional<Clusters> clusters(int[] rows) {
    int[] present = IntStream.of(rows).map(this::best).distinct().sorted().toArray();
    if (present.length < 2) {
      return Optional.empty();
    }
    double[][] points = new double[rows.length][];
    int[] of = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      float[] vector = vectors[rows[i]];
      points[i] = IntStream.range(0, vector.length).mapToDouble(c -> vector[c]).toArray();
      of[i] = Arrays.binarySearch(present, best(rows[i]));
    }
    return Optional.of(new Clusters(points, of));
  }

  /** Per window, among all; NaN where all are of one cluster. */
  double[] silhouettes() {
    double[] known = silhouettes;
    if (known == null) {
      double[] none = new double[facts.size()];
      Arrays.fill(none, Double.NaN);
      known = clusters(all()).map(ClusterMeasure::silhouettes).orElse(none);
      silhouettes = known;
    }
    return known;
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
