// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.MathArrays;

/** How well clusters of points are apart; all by Euclidean distance. */
public enum ClusterMeasure implements Measure {
  /**
   * Mean of (b − a) / max(a, b): a the mean distance to the own cluster, b to the nearest other; 0
   * for a point alone (Rousseeuw, 1987). −1..1, higher is better.
   */
  SILHOUETTE("silhouette", true) {
    @Override
    double of(Clusters c) {
      return Arrays.stream(silhouettes(c)).average().orElse(Double.NaN);
    }

    /** Distances to all windows: copies that a resample draws would be near for no merit. */
    @Override
    public double of(Answers answers, int[] rows) {
      double[] known = answers.silhouettes();
      return Arrays.stream(rows).mapToDouble(row -> known[row]).average().orElse(Double.NaN);
    }
  },
  /** Spread between clusters over spread within, both per degree of freedom; higher is better. */
  CALINSKI_HARABASZ("calinski-harabasz", true) {
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
  DAVIES_BOULDIN("davies-bouldin", false) {
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

  private final String label;
  private final boolean higherIsBetter;

  ClusterMeasure(String label, boolean higherIsBetter) {
    this.label = label;
    this.higherIsBetter = higherIsBetter;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  abstract double of(Clusters clusters);

  /** Of the clusters that the windows fall into; NaN if they all fall into one. */
  @Override
  public double of(Answers answers, int[] rows) {
    return answers.clusters(rows).map(this::of).orElse(Double.NaN);
  }

  /**
   * @param of per point the number of its cluster; two clusters or more, none of them empty
   */
  public double of(double[][] points, int[] of) {
    return of(new Clusters(points, of));
  }

  static double[] silhouettes(Clusters c) {
    return IntStream.range(0, c.points.length).mapToDouble(p -> silhouette(c, p)).toArray();
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
