// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.network.SsfnFit.Fitted;
import java.util.List;

/**
 * Clusters of the fused vectors in the place of a head. −|z − μ|² / s is 2 z·μ / s − |μ|² / s, less
 * |z|² / s, which all clusters share and softmax leaves out: a linear head. So serving, export and
 * bundles know of no clusters.
 */
final class ClusterHead {
  private static final int RESTARTS = 5;

  /** Windows of a forward pass, which takes memory for each layer of each of them. */
  private static final int AT_ONCE = 1024;

  private ClusterHead() {}

  /**
   * @param shape whose task is clustering
   * @param fitted with a single output, which is given up
   * @param windows that were learned from
   */
  static Fitted put(SsfnShape shape, Fitted fitted, List<AlignedWindow> windows, long seed) {
    SsfnShape single = shape.with(new Task.Clustering(1));
    int k = shape.outputs();
    if (windows.size() < k) {
      throw new IllegalStateException(k + " clusters of " + windows.size() + " windows");
    }
    double[][] points = doubles(vectors(single, fitted.weights(), fitted.normalisers(), windows));
    KMeans clusters = KMeans.fit(points, k, RESTARTS, seed);
    SsfnWeights weights = fitted.weights().copy();
    weights.put("head", new Matrix(shape.width() + shape.modalities().size(), k));
    weights.put("head.bias", new Matrix(1, k));
    fill(weights, clusters);
    return new Fitted(
        weights, fitted.normalisers(), fitted.scale(), fitted.epochs(), fitted.dependency());
  }

  private static void fill(SsfnWeights weights, KMeans clusters) {
    for (int c = 0; c < clusters.centres().length; c++) {
      double[] centre = clusters.centres()[c];
      double square = 0;
      for (int i = 0; i < centre.length; i++) {
        weights.get("head").set(i, c, (float) (2 * centre[i] / clusters.spread()));
        square += centre[i] * centre[i];
      }
      weights.get("head.bias").set(0, c, (float) (-square / clusters.spread()));
    }
  }

  /** What the head sees of each window, width P. */
  static float[][] vectors(
      SsfnShape shape, SsfnWeights weights, Normaliser[] normalisers, List<AlignedWindow> windows) {
    float[][] vectors = new float[windows.size()][shape.width()];
    SsfnGraph graph =
        SsfnGraph.forward(shape, weights, Math.max(1, Math.min(vectors.length, AT_ONCE)));
    for (int from = 0; from < vectors.length; from += AT_ONCE) {
      int to = Math.min(vectors.length, from + AT_ONCE);
      graph.forward(new WindowTable(shape, normalisers, windows.subList(from, to)).all());
      for (int r = from; r < to; r++) {
        graph.pooled().data.get((r - from) * shape.width(), vectors[r]);
      }
    }
    return vectors;
  }

  static double[][] doubles(float[][] vectors) {
    double[][] doubles = new double[vectors.length][];
    for (int r = 0; r < doubles.length; r++) {
      doubles[r] = new double[vectors[r].length];
      for (int c = 0; c < doubles[r].length; c++) {
        doubles[r][c] = vectors[r][c];
      }
    }
    return doubles;
  }
}
