// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/**
 * A mixture of decisions: each modality decides by itself, and a gate that sees all of them says
 * whose word counts: pooled = Σₘ gₘ relu(Wₘ hₘ + bₘ), g = softmax over the present modalities of uₘ
 * · hₘ + cₘ, hₘ the mean of the modality's layer vectors. The head is linear and the gates add up
 * to one, so what comes out is the mixture of the modalities' own logits (Jacobs et al., 1991).
 */
final class DecisionMixer implements Mixer {
  private final int modalities;
  private final ModalityMeans means;
  private final Linear[] experts;
  private final Linear[] scorers;
  private final Matrix[] opinions;
  private final Matrix[] scores;
  private final Matrix dOpinion;
  private final Matrix dScore;
  private final float[][] gates;

  DecisionMixer(SsfnShape shape, SsfnWeights weights, SsfnWeights gradients, int maxRows) {
    modalities = shape.modalities().size();
    means = new ModalityMeans(shape, maxRows);
    experts = new Linear[modalities];
    scorers = new Linear[modalities];
    opinions = new Matrix[modalities];
    scores = new Matrix[modalities];
    for (int m = 0; m < modalities; m++) {
      experts[m] = new Linear(weights, gradients, "expert." + m);
      scorers[m] = new Linear(weights, gradients, "gate." + m);
      opinions[m] = new Matrix(maxRows, shape.width());
      scores[m] = new Matrix(maxRows, 1);
    }
    dOpinion = new Matrix(maxRows, shape.width());
    dScore = new Matrix(maxRows, 1);
    gates = new float[maxRows][modalities];
  }

  static void shapes(SsfnShape shape, Map<String, int[]> to) {
    for (int m = 0; m < shape.modalities().size(); m++) {
      SsfnWeights.linear(to, "expert." + m, shape.width(), shape.width());
      SsfnWeights.linear(to, "gate." + m, shape.width(), 1);
    }
  }

  @Override
  public void forward(Matrix[] projected, boolean[][] present, Matrix pooled) {
    int rows = pooled.rows;
    Matrix[] h = means.forward(projected, rows);
    for (int m = 0; m < modalities; m++) {
      experts[m].forward(h[m], opinions[m].top(rows));
      Rows.relu(opinions[m].top(rows));
      scorers[m].forward(h[m], scores[m].top(rows));
    }
    pooled.fill(0);
    for (int r = 0; r < rows; r++) {
      gate(r, present[r]);
      for (int m = 0; m < modalities; m++) {
        for (int c = 0; c < pooled.cols; c++) {
          pooled.set(r, c, pooled.get(r, c) + gates[r][m] * opinions[m].get(r, c));
        }
      }
    }
  }

  /** Where nothing is present every mask token has its say. */
  private void gate(int row, boolean[] present) {
    boolean any = false;
    float most = Float.NEGATIVE_INFINITY;
    for (int m = 0; m < modalities; m++) {
      any |= present[m];
      most = Math.max(most, scores[m].get(row, 0));
    }
    double sum = 0;
    for (int m = 0; m < modalities; m++) {
      boolean counts = present[m] || !any;
      gates[row][m] = counts ? (float) Math.exp(scores[m].get(row, 0) - most) : 0;
      sum += gates[row][m];
    }
    for (int m = 0; m < modalities; m++) {
      gates[row][m] /= (float) sum;
    }
  }

  @Override
  public void backward(Matrix dPooled, Matrix[] dProjected) {
    int rows = dPooled.rows;
    Matrix[] h = means.last(rows);
    Matrix[] dH = means.gradients(rows);
    double[][] by = new double[rows][modalities];
    double[] mixed = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int m = 0; m < modalities; m++) {
        for (int c = 0; c < dPooled.cols; c++) {
          by[r][m] += (double) dPooled.get(r, c) * opinions[m].get(r, c);
        }
        mixed[r] += gates[r][m] * by[r][m];
      }
    }
    for (int m = 0; m < modalities; m++) {
      for (int r = 0; r < rows; r++) {
        dScore.set(r, 0, (float) (gates[r][m] * (by[r][m] - mixed[r])));
        for (int c = 0; c < dPooled.cols; c++) {
          dOpinion.set(r, c, gates[r][m] * dPooled.get(r, c));
        }
      }
      Rows.reluBack(opinions[m], dOpinion.top(rows));
      experts[m].back(h[m], dOpinion.top(rows), 0, dH[m]);
      scorers[m].back(h[m], dScore.top(rows), 1, dH[m]);
    }
    means.backward(dH, dProjected);
  }
}
