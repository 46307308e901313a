// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.ModalitySpec;
import java.util.List;

/**
 * K-means on the standardised layers of some modalities, concatenated: the baseline that clusters
 * of fused vectors must beat. Nothing else is learned.
 */
public final class LayerClusters {
  private static final int RESTARTS = 3;

  private final List<ModalitySpec> modalities;
  private final Normaliser[] normalisers;
  private final KMeans clusters;

  private LayerClusters(
      List<ModalitySpec> modalities, List<LabelledWindow> train, int count, long seed) {
    this.modalities = modalities;
    this.normalisers = LinearModel.fitNormalisers(modalities, train);
    List<AlignedWindow> windows = train.stream().map(LabelledWindow::window).toList();
    this.clusters = KMeans.fit(ClusterHead.doubles(vectors(windows)), count, RESTARTS, seed);
  }

  /**
   * @param train at least as many as clusters; their labels are not read
   */
  public static LayerClusters fit(
      List<ModalitySpec> modalities, List<LabelledWindow> train, int count, long seed) {
    return new LayerClusters(modalities, train, count, seed);
  }

  /** Per window one probability per cluster. */
  public float[][] scores(List<AlignedWindow> windows) {
    double[][] points = ClusterHead.doubles(vectors(windows));
    float[][] scores = new float[points.length][];
    for (int r = 0; r < scores.length; r++) {
      scores[r] = clusters.scores(points[r]);
    }
    return scores;
  }

  /** What is clustered; a missing modality or layer is the mean. */
  public float[][] vectors(List<AlignedWindow> windows) {
    int width = modalities.stream().mapToInt(spec -> spec.layers() * spec.width()).sum();
    float[][] vectors = new float[windows.size()][width];
    int column = 0;
    int slot = 0;
    for (ModalitySpec spec : modalities) {
      Matrix one = new Matrix(1, spec.width());
      for (int layer = 1; layer <= spec.layers(); layer++, slot++, column += spec.width()) {
        for (int r = 0; r < vectors.length; r++) {
          if (LinearModel.has(windows.get(r), spec, layer)) {
            normalisers[slot].apply(LinearModel.vector(windows.get(r), spec, layer), one, 0);
            one.data.get(0, vectors[r], column, spec.width());
          }
        }
      }
    }
    return vectors;
  }
}
