// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;

/**
 * K-means with k-means++ (Arthur and Vassilvitskii, 2007), of some restarts the one with the least
 * sum of squared distances to the centres.
 *
 * @param of per point the number of its cluster, 0..k−1
 * @param centres k × width
 * @param spread mean squared distance of a point to its centre; the unit of {@link #scores}
 */
public record KMeans(int[] of, double[][] centres, double spread) {
  private static final int ITERATIONS = 100;
  private static final double LEAST_SPREAD = 1e-9;

  /**
   * @param points at least k, of equal width
   * @return the same for the same seed
   */
  public static KMeans fit(double[][] points, int k, int restarts, long seed) {
    List<DoublePoint> wrapped = Arrays.stream(points).map(DoublePoint::new).toList();
    // MultiKMeansPlusPlusClusterer takes the least sum of variances, whatever clusters weigh.
    KMeansPlusPlusClusterer<DoublePoint> clusterer =
        new KMeansPlusPlusClusterer<>(k, ITERATIONS, new EuclideanDistance(), new Well19937c(seed));
    List<CentroidCluster<DoublePoint>> best = clusterer.cluster(wrapped);
    for (int n = 1; n < restarts; n++) {
      List<CentroidCluster<DoublePoint>> other = clusterer.cluster(wrapped);
      best = squares(other) < squares(best) ? other : best;
    }
    Map<DoublePoint, Integer> numbers = new IdentityHashMap<>();
    for (int c = 0; c < best.size(); c++) {
      for (DoublePoint point : best.get(c).getPoints()) {
        numbers.put(point, c);
      }
    }
    return new KMeans(
        wrapped.stream().mapToInt(numbers::get).toArray(),
        best.stream().map(c -> c.getCenter().getPoint()).toArray(double[][]::new),
        Math.max(LEAST_SPREAD, squares(best) / points.length));
  }

  /** What K-means makes small. */
  private static double squares(List<CentroidCluster<DoublePoint>> clusters) {
    return clusters.stream()
        .mapToDouble(
            c ->
                c.getPoints().stream()
                    .mapToDouble(p -> square(p.getPoint(), c.getCenter().getPoint()))
                    .sum())
        .sum();
  }

  /** Softmax of −|point − centre|² / spread: one probability per cluster, the nearest first. */
  public float[] scores(double[] point) {
    double[] logits =
        Arrays.stream(centres).mapToDouble(centre -> -square(point, centre) / spread).toArray();
    double most = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum();
    float[] scores = new float[logits.length];
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) (Math.exp(logits[c] - most) / sum);
    }
    return scores;
  }

  private static double square(double[] a, double[] b) {
    double distance = MathArrays.distance(a, b);
    return distance * distance;
  }
}
