// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.Source;
import java.util.List;

/** Mean and deviation of one layer, fitted on training examples only. */
record Standardiser(float[] mean, float[] deviation) {
  /** A unit that hardly moves must not be blown up: its deviation is at least this share. */
  private static final double FLOOR_SHARE = 0.01;

  private static final double FLOOR = 1e-6;

  static Standardiser fit(List<Example> examples, Source source) {
    double[] sum = new double[source.width()];
    double[] squares = new double[source.width()];
    List<float[]> vectors =
        examples.stream().flatMap(example -> source.in(example.window()).stream()).toList();
    int n = Math.max(1, vectors.size());
    for (float[] vector : vectors) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += vector[j];
      }
    }
    for (float[] vector : vectors) {
      for (int j = 0; j < sum.length; j++) {
        double centred = vector[j] - sum[j] / n;
        squares[j] += centred * centred;
      }
    }
    return of(sum, squares, n);
  }

  private static Standardiser of(double[] sum, double[] squares, int n) {
    double total = 0;
    for (double square : squares) {
      total += square / n;
    }
    double floor = Math.max(FLOOR, FLOOR_SHARE * Math.sqrt(total / squares.length));
    float[] mean = new float[sum.length];
    float[] deviation = new float[sum.length];
    for (int j = 0; j < sum.length; j++) {
      mean[j] = (float) (sum[j] / n);
      deviation[j] = (float) Math.max(floor, Math.sqrt(squares[j] / n));
    }
    return new Standardiser(mean, deviation);
  }

  void apply(float[] vector, float[] to, int offset) {
    for (int j = 0; j < vector.length; j++) {
      to[offset + j] = (vector[j] - mean[j]) / deviation[j];
    }
  }
}
