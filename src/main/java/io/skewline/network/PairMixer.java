// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.SsfnShape.Combine;
import io.skewline.network.SsfnShape.WeightedPair;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One weight-shared block over all pairs of the plan; their outputs are averaged, or weighted by a
 * softmax of learned scores, one per pair.
 */
final class PairMixer implements Mixer {
  private static final String SCORES = "combine";

  private final List<WeightedPair> pairs;
  private final PairBlock[] blocks;
  private final Matrix[] fused;
  private final Matrix dFused;
  private final float[] shares;
  private final boolean learned;
  private final Matrix scores;
  private final Matrix dScores;
  private Matrix[] projected;

  PairMixer(SsfnShape shape, SsfnWeights weights, SsfnWeights gradients, int maxRows) {
    pairs = shape.pairs();
    blocks = new PairBlock[pairs.size()];
    fused = new Matrix[pairs.size()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = block(shape, weights, gradients, maxRows);
      fused[i] = new Matrix(maxRows, shape.width());
    }
    dFused = new Matrix(maxRows, shape.width());
    shares = new float[pairs.size()];
    learned = shape.combine() == Combine.SOFTMAX;
    scores = weights.get(SCORES);
    dScores = gradients.get(SCORES);
  }

  private static PairBlock block(SsfnShape shape, SsfnWeights w, SsfnWeights g, int rows) {
    int p = shape.width();
    return switch (shape.block()) {
      case CONCAT -> new ConcatBlock(w, g, rows, p);
      case CO_ATTENTION -> new CoAttentionBlock(w, g, rows, p);
      case GATED -> new GatedBlock(w, g, rows, p);
      case TENSOR -> new TensorBlock(w, g, rows, p);
      case LOW_RANK -> new LowRankBlock(w, g, rows, p);
      default -> throw new IllegalArgumentException(shape.block() + " is no block over pairs");
    };
  }

  static void shapes(SsfnShape shape, Map<String, int[]> to) {
    int p = shape.width();
    switch (shape.block()) {
      case CONCAT -> SsfnWeights.linear(to, "concat", 2 * p, p);
      case CO_ATTENTION -> CoAttentionBlock.shapes(p, to);
      case GATED -> GatedBlock.shapes(p, to);
      case TENSOR -> TensorBlock.shapes(p, to);
      case LOW_RANK -> LowRankBlock.shapes(p, to);
      default -> throw new IllegalArgumentException(shape.block() + " is no block over pairs");
    }
    if (shape.combine() == Combine.SOFTMAX) {
      to.put(SCORES, new int[] {1, shape.plan().pairs().size()});
    }
  }

  /** Each pair's share. Equal scores give the plain mean: per modality pair, then over them. */
  static float[] shares(SsfnShape shape, SsfnWeights weights) {
    float[] shares = new float[shape.pairs().size()];
    share(shape.pairs(), shape.combine() == Combine.SOFTMAX ? weights.get(SCORES) : null, shares);
    return shares;
  }

  private static void share(List<WeightedPair> pairs, @Nullable Matrix scores, float[] shares) {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      double score = scores == null ? 1 : Math.exp(scores.data.get(i));
      shares[i] = (float) (pairs.get(i).weight() * score);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= (float) sum;
    }
  }

  @Override
  public void forward(Matrix[] in, boolean[][] present, Matrix pooled) {
    projected = in;
    share(pairs, learned ? scores : null, shares);
    pooled.fill(0);
    for (int i = 0; i < blocks.length; i++) {
      WeightedPair pair = pairs.get(i);
      Matrix one = fused[i].top(pooled.rows);
      blocks[i].forward(in[pair.firstSlot()], in[pair.secondSlot()], one);
      Rows.addTo(pooled, one, shares[i]);
    }
  }

  @Override
  public void backward(Matrix dPooled, Matrix[] dProjected) {
    int rows = dPooled.rows;
    Matrix d = dFused.top(rows);
    for (int i = 0; i < blocks.length; i++) {
      WeightedPair pair = pairs.get(i);
      d.copyFrom(dPooled);
      Rows.scale(d, shares[i]);
      blocks[i].backward(
          projected[pair.firstSlot()],
          projected[pair.secondSlot()],
          d,
          dProjected[pair.firstSlot()],
          dProjected[pair.secondSlot()]);
    }
    if (learned) {
      scoresBack(dPooled);
    }
  }

  /** dsᵢ = wᵢ (dᵢ − Σ wₖ dₖ), dᵢ the gradient of the share wᵢ. */
  private void scoresBack(Matrix dPooled) {
    double[] by = new double[shares.length];
    double mean = 0;
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; k < dPooled.size(); k++) {
        by[i] += (double) dPooled.data.get(k) * fused[i].data.get(k);
      }
      mean += shares[i] * by[i];
    }
    for (int i = 0; i < shares.length; i++) {
      dScores.data.put(i, dScores.data.get(i) + (float) (shares[i] * (by[i] - mean)));
    }
  }
}
