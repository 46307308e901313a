// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.util.MathArrays;

/** Points with their clusters and the clusters' centres. */
final class Clusters {
  final double[][] points;
  final int[] of;
  final double[][] centres;
  private final List<List<double[]>> members = new ArrayList<>();

  Clusters(double[][] points, int[] of) {
    this.points = points;
    this.of = of;
    int count = Arrays.stream(of).max().orElse(-1) + 1;
    for (int c = 0; c < count; c++) {
      members.add(new ArrayList<>());
    }
    for (int p = 0; p < points.length; p++) {
      members.get(of[p]).add(points[p]);
    }
    if (count < 2 || members.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("two clusters or more are needed, none of them empty");
    }
    this.centres = members.stream().map(m -> mean(m, points[0].length)).toArray(double[][]::new);
  }

  static double[] mean(List<double[]> points, int width) {
    double[] mean = new double[width];
    for (double[] point : points) {
      for (int i = 0; i < width; i++) {
        mean[i] += point[i] / points.size();
      }
    }
    return mean;
  }

  int size() {
    return members.size();
  }

  int count(int cluster) {
    return members.get(cluster).size();
  }

  /** Mean distance of a cluster's points to its centre. */
  double spread(int cluster) {
    return members.get(cluster).stream()
        .mapToDouble(point -> MathArrays.distance(point, centres[cluster]))
        .average()
        .orElseThrow();
  }
}
