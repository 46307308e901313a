// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.SsfnShape.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network, for training and for the native engine: forward keeps what backward needs. Batches
 * of at most {@code maxRows}. No row ever meets another row. One thread.
 */
final class SsfnGraph {
  private final SsfnShape shape;
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final List<Slot> slots;
  private final Mixer mixer;
  private final ModalityMeans means;
  private final Matrix[] projected;
  private final Matrix[] dProjected;
  private final Matrix pooled;
  private final Matrix dPooled;
  private final Matrix headIn;
  private final Matrix dHeadIn;
  private final Matrix logits;
  private SsfnInput input;

  SsfnGraph(SsfnShape shape, SsfnWeights weights, SsfnWeights gradients, int maxRows) {
    this.shape = shape;
    this.weights = weights;
    this.gradients = gradients;
    this.slots = shape.slots();
    this.mixer = Mixer.of(shape, weights, gradients, maxRows);
    this.means = new ModalityMeans(shape, maxRows);
    int p = shape.width();
    this.projected = Matrix.many(slots.size(), maxRows, p);
    this.dProjected = Matrix.many(slots.size(), maxRows, p);
    this.pooled = new Matrix(maxRows, p);
    this.dPooled = new Matrix(maxRows, p);
    this.headIn = new Matrix(maxRows, p + shape.modalities().size());
    this.dHeadIn = new Matrix(maxRows, p + shape.modalities().size());
    this.logits = new Matrix(maxRows, shape.outputs());
  }

  /** For forward passes alone. */
  static SsfnGraph forward(SsfnShape shape, SsfnWeights weights, int maxRows) {
    // Nothing writes gradients, so they need no memory of their own.
    return new SsfnGraph(shape, weights, weights, maxRows);
  }

  /** Logits, or the standardised value, rows × outputs; valid until the next call. */
  Matrix forward(SsfnInput in) {
    return forward(in, null);
  }

  /**
   * @param keep dropout mask over the pooled vector, rows × P of 0 or 1/(1−rate); null for none
   */
  Matrix forward(SsfnInput in, float @Nullable [] keep) {
    input = in;
    project(in);
    mixer.forward(Matrix.tops(projected, in.rows), in.present, pooled.top(in.rows));
    fillHeadInput(in, keep);
    Matrix out = logits.top(in.rows);
    Blas.gemm(headIn.top(in.rows), weights.get("head"), 0, out);
    Rows.addBias(out, weights.get("head.bias"));
    return out;
  }

  /** What the head saw in the last forward pass, rows × P; valid until the next call. */
  Matrix pooled() {
    return pooled.top(input.rows);
  }

  /**
   * Per modality the mean of its projected vectors of the last forward pass, rows × P: what the
   * modalities' dependency is measured on. A missing one's rows are its mask token.
   */
  Matrix[] modalityMeans() {
    return means.forward(Matrix.tops(projected, input.rows), input.rows);
  }

  /** To be filled by who has gradients of {@link #modalityMeans} for {@link #backward}. */
  Matrix[] meansGradients() {
    return means.gradients(input.rows);
  }

  private void project(SsfnInput in) {
    for (int s = 0; s < projected.length; s++) {
      Matrix h = projected[s].top(in.rows);
      Slot slot = slots.get(s);
      Blas.gemm(in.slots[s].top(in.rows), weights.get("project." + slot.name()), 0, h);
      Rows.addBias(h, weights.get("project.bias." + slot.name()));
      Matrix mask = weights.get("mask." + slot.modality());
      for (int r = 0; r < in.rows; r++) {
        if (!in.present[r][slot.modality()]) {
          h.data.put(r * h.cols, mask.data, 0, h.cols);
        }
      }
    }
  }

  private void fillHeadInput(SsfnInput in, float @Nullable [] keep) {
    int p = shape.width();
    int modalities = shape.modalities().size();
    float[] row = Scratch.array(1, p + modalities);
    for (int r = 0; r < in.rows; r++) {
      pooled.data.get(r * p, row, 0, p);
      for (int c = 0; keep != null && c < p; c++) {
        row[c] *= keep[r * p + c];
      }
      for (int m = 0; m < modalities; m++) {
        row[p + m] = in.present[r][m] ? 1 : 0;
      }
      headIn.setRow(r, row);
    }
  }

  /**
   * Adds to the gradients of all weights, for the last forward pass.
   *
   * @param dLogits gradient of the loss by the outputs
   * @param keep the mask of that pass
   */
  void backward(Matrix dLogits, float @Nullable [] keep) {
    backward(dLogits, keep, null);
  }

  /**
   * @param dMeans gradients by {@link #modalityMeans} besides; null for none
   */
  void backward(Matrix dLogits, float @Nullable [] keep, Matrix @Nullable [] dMeans) {
    int rows = input.rows;
    int p = shape.width();
    Blas.gemmTransA(headIn.top(rows), dLogits, 1, gradients.get("head"));
    Rows.addColumnSums(dLogits, gradients.get("head.bias"));
    Matrix dIn = dHeadIn.top(rows);
    Blas.gemmTransB(dLogits, weights.get("head"), 0, dIn);
    Matrix[] d = Matrix.tops(dProjected, rows);
    for (Matrix one : d) {
      one.fill(0);
    }
    for (int r = 0; r < rows; r++) {
      float[] row = Scratch.row(0, dIn, r);
      for (int c = 0; keep != null && c < p; c++) {
        row[c] *= keep[r * p + c];
      }
      dPooled.setRow(r, row);
    }
    mixer.backward(dPooled.top(rows), d);
    if (dMeans != null) {
      means.backward(dMeans, d);
    }
    projectBack(d);
  }

  private void projectBack(Matrix[] dProjected) {
    for (int s = 0; s < dProjected.length; s++) {
      Slot slot = slots.get(s);
      Matrix d = dProjected[s];
      Matrix dMask = gradients.get("mask." + slot.modality());
      for (int r = 0; r < d.rows; r++) {
        if (!input.present[r][slot.modality()]) {
          for (int c = 0; c < d.cols; c++) {
            dMask.data.put(c, dMask.data.get(c) + d.get(r, c));
            d.set(r, c, 0);
          }
        }
      }
      Blas.gemmTransA(input.slots[s].top(d.rows), d, 1, gradients.get("project." + slot.name()));
      Rows.addColumnSums(d, gradients.get("project.bias." + slot.name()));
    }
  }
}
