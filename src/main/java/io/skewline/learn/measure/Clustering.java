// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/** K-means (k-means++ starts, the best of several) for what has no labels. */
public final class Clustering {
  private static final int ITERATIONS = 300;

  private Clustering() {}

  /**
   * @param points at least k, of equal width
   * @return per point the number of its cluster, 0..k−1; the same seed gives the same clusters
   */
  public static int[] kMeans(double[][] points, int k, int restarts, long seed) {
    List<DoublePoint> wrapped = Arrays.stream(points).map(DoublePoint::new).toList();
    List<CentroidCluster<DoublePoint>> clusters =
        new MultiKMeansPlusPlusClusterer<>(
                new KMeansPlusPlusClusterer<DoublePoint>(
                    k, ITERATIONS, new EuclideanDistance(), new Well19937c(seed)),
                restarts)
            .cluster(wrapped);
    Map<DoublePoint, Integer> of = new IdentityHashMap<>();
    for (int c = 0; c < clusters.size(); c++) {
      int number = c;
      clusters.get(c).getPoints().forEach(point -> of.put(point, number));
    }
    return wrapped.stream().mapToInt(of::get).toArray();
  }
}
