// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import org.apache.commons.math3.util.MathArrays;

/** How well clusters of points are apart; all by Euclidean distance. */
public enum ClusterMeasure {
  /**
   * Mean of (b − a) / max(a, b): a the mean distance to the own cluster, b to the nearest other; 0
   * for a point alone (Rousseeuw, 1987). −1..1, higher is better.
   */
  SILHOUETTE {
    @Override
    double of(Clusters c) {
      double sum = 0;
      for (int p = 0; p < c.points.length; p++) {
        sum += silhouette(c, p);
      }
      return sum / c.points.length;
    }
  },
  /** Spread between clusters over spread within, both per degree of freedom; higher is better. */
  CALINSKI_HARABASZ {
    @Override
    double of(Clusters c) {
      double[] all = Clusters.mean(java.util.List.of(c.points), c.points[0].length);
      double between = 0;
      for (int k = 0; k < c.size(); k++) {
        between += c.count(k) * Math.pow(MathArrays.distance(c.centres[k], all), 2);
      }
      double within = 0;
      for (int p = 0; p < c.points.length; p++) {
        within += Math.pow(MathArrays.distance(c.points[p], c.centres[c.of[p]]), 2);
      }
      return between / (c.size() - 1) / (within / (c.points.length - c.size()));
    }
  },
  /** Mean over clusters of the worst ratio of spreads to distance; lower is better. */
  DAVIES_BOULDIN {
    @Override
    double of(Clusters c) {
      double sum = 0;
      for (int i = 0; i < c.size(); i++) {
        double worst = 0;
        for (int j = 0; j < c.size(); j++) {
          if (i != j) {
            double apart = MathArrays.distance(c.centres[i], c.centres[j]);
            worst = Math.max(worst, (c.spread(i) + c.spread(j)) / apart);
          }
        }
        sum += worst;
      }
      return sum / c.size();
    }
  };

  abstract double of(Clusters clusters);

  /**
   * @param of per point the number of its cluster; two clusters or more, none of them empty
   */
  public double of(double[][] points, int[] of) {
    return of(new Clusters(points, of));
  }

  private static double silhouette(Clusters c, int p) {
    double[] sums = new double[c.size()];
    for (int q = 0; q < c.points.length; q++) {
      sums[c.of[q]] += MathArrays.distance(c.points[p], c.points[q]);
    }
    int own = c.of[p];
    if (c.count(own) == 1) {
      return 0;
    }
    double inside = sums[own] / (c.count(own) - 1);
    double outside = Double.POSITIVE_INFINITY;
    for (int k = 0; k < sums.length; k++) {
      outside = k == own ? outside : Math.min(outside, sums[k] / c.count(k));
    }
    return (outside - inside) / Math.max(inside, outside);
  }
}
