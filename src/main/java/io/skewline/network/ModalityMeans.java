// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/** One vector per modality: the mean of its projected layer vectors. One thread. */
final class ModalityMeans {
  private final int[] modalityOf;
  private final int[] layers;
  private final Matrix[] means;
  private final Matrix[] gradients;

  ModalityMeans(SsfnShape shape, int maxRows) {
    modalityOf = shape.slots().stream().mapToInt(SsfnShape.Slot::modality).toArray();
    layers = new int[shape.modalities().size()];
    for (int m : modalityOf) {
      layers[m]++;
    }
    means = Matrix.many(layers.length, maxRows, shape.width());
    gradients = Matrix.many(layers.length, maxRows, shape.width());
  }

  /** Per modality rows × P, valid until the next call. */
  Matrix[] forward(Matrix[] projected, int rows) {
    Matrix[] to = last(rows);
    for (Matrix mean : to) {
      mean.fill(0);
    }
    for (int s = 0; s < modalityOf.length; s++) {
      Rows.addTo(to[modalityOf[s]], projected[s], 1f / layers[modalityOf[s]]);
    }
    return to;
  }

  Matrix[] last(int rows) {
    return Matrix.tops(means, rows);
  }

  /** To be set by who computes them. */
  Matrix[] gradients(int rows) {
    return Matrix.tops(gradients, rows);
  }

  /** Adds to the gradients of the projected vectors. */
  void backward(Matrix[] dMeans, Matrix[] dProjected) {
    for (int s = 0; s < modalityOf.length; s++) {
      Rows.addTo(dProjected[s], dMeans[modalityOf[s]], 1f / layers[modalityOf[s]]);
    }
  }
}
