// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.SsfnShape.Slot;
import io.skewline.network.SsfnShape.WeightedPair;
import java.util.List;

/**
 * The network for training: forward keeps what backward needs. Batches of at most {@code maxRows}.
 * No row ever meets another row. One thread.
 */
final class SsfnGraph {
  private final SsfnShape shape;
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final List<Slot> slots;
  private final List<WeightedPair> pairs;
  private final PairBlock[] blocks;
  private final Matrix[] projected;
  private final Matrix[] dProjected;
  private final Matrix fused;
  private final Matrix dFused;
  private final Matrix pooled;
  private final Matrix headIn;
  private final Matrix dHeadIn;
  private final Matrix logits;
  private SsfnInput input;

  SsfnGraph(SsfnShape shape, SsfnWeights weights, SsfnWeights gradients, int maxRows) {
    this.shape = shape;
    this.weights = weights;
    this.gradients = gradients;
    this.slots = shape.slots();
    this.pairs = shape.pairs();
    int p = shape.width();
    this.blocks = new PairBlock[pairs.size()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] =
          shape.block() == SsfnShape.Block.CONCAT
              ? new ConcatBlock(weights, gradients, maxRows, p)
              : new CoAttentionBlock(weights, gradients, maxRows, p);
    }
    this.projected = matrices(slots.size(), maxRows, p);
    this.dProjected = matrices(slots.size(), maxRows, p);
    this.fused = new Matrix(maxRows, p);
    this.dFused = new Matrix(maxRows, p);
    this.pooled = new Matrix(maxRows, p);
    this.headIn = new Matrix(maxRows, p + shape.modalities().size());
    this.dHeadIn = new Matrix(maxRows, p + shape.modalities().size());
    this.logits = new Matrix(maxRows, shape.outputs());
  }

  private static Matrix[] matrices(int count, int rows, int cols) {
    Matrix[] matrices = new Matrix[count];
    for (int i = 0; i < count; i++) {
      matrices[i] = new Matrix(rows, cols);
    }
    return matrices;
  }

  /** Logits, or the standardised value; valid until the next call. */
  Matrix forward(SsfnInput in) {
    return forward(in, null);
  }

  /**
   * @param keep dropout mask over the pooled vector, rows × P of 0 or 1/(1−rate); null for none
   */
  Matrix forward(SsfnInput in, float[] keep) {
    input = in;
    project(in);
    Matrix sum = pooled.top(in.rows);
    sum.fill(0);
    Matrix one = fused.top(in.rows);
    for (int i = 0; i < blocks.length; i++) {
      WeightedPair pair = pairs.get(i);
      blocks[i].forward(
          projected[pair.firstSlot()].top(in.rows), projected[pair.secondSlot()].top(in.rows), one);
      Rows.addTo(sum, one, pair.weight());
    }
    fillHeadInput(in, keep);
    Matrix out = logits.top(in.rows);
    Blas.gemm(headIn.top(in.rows), weights.get("head"), 0, out);
    Rows.addBias(out, weights.get("head.bias"));
    return out;
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

  private void fillHeadInput(SsfnInput in, float[] keep) {
    int p = shape.width();
    for (int r = 0; r < in.rows; r++) {
      for (int c = 0; c < p; c++) {
        float k = keep == null ? 1 : keep[r * p + c];
        headIn.set(r, c, pooled.get(r, c) * k);
      }
      for (int m = 0; m < shape.modalities().size(); m++) {
        headIn.set(r, p + m, in.present[r][m] ? 1 : 0);
      }
    }
  }

  /**
   * Adds to the gradients of all weights, for the last forward pass.
   *
   * @param dLogits gradient of the loss by the outputs
   * @param keep the mask of that pass
   */
  void backward(Matrix dLogits, float[] keep) {
    int rows = input.rows;
    int p = shape.width();
    Blas.gemmTransA(headIn.top(rows), dLogits, 1, gradients.get("head"));
    Rows.addColumnSums(dLogits, gradients.get("head.bias"));
    Matrix dIn = dHeadIn.top(rows);
    Blas.gemmTransB(dLogits, weights.get("head"), 0, dIn);
    for (Matrix d : dProjected) {
      d.top(rows).fill(0);
    }
    Matrix d = dFused.top(rows);
    for (int i = 0; i < blocks.length; i++) {
      WeightedPair pair = pairs.get(i);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < p; c++) {
          float k = keep == null ? 1 : keep[r * p + c];
          d.set(r, c, dIn.get(r, c) * k * pair.weight());
        }
      }
      blocks[i].backward(
          d, dProjected[pair.firstSlot()].top(rows), dProjected[pair.secondSlot()].top(rows));
    }
    projectBack(rows);
  }

  private void projectBack(int rows) {
    for (int s = 0; s < projected.length; s++) {
      Slot slot = slots.get(s);
      Matrix d = dProjected[s].top(rows);
      Matrix dMask = gradients.get("mask." + slot.modality());
      for (int r = 0; r < rows; r++) {
        if (!input.present[r][slot.modality()]) {
          for (int c = 0; c < d.cols; c++) {
            dMask.data.put(c, dMask.data.get(c) + d.get(r, c));
            d.set(r, c, 0);
          }
        }
      }
      Blas.gemmTransA(input.slots[s].top(rows), d, 1, gradients.get("project." + slot.name()));
      Rows.addColumnSums(d, gradients.get("project.bias." + slot.name()));
    }
  }
}
