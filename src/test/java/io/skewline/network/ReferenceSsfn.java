// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.LayerPair;
import io.skewline.modality.AlignedWindow;
import java.util.ArrayList;
import java.util.List;

/** DESIGN §4 in double, one window at a time, written as the formulas stand. */
final class ReferenceSsfn {
  private final SsfnShape shape;
  private final SsfnWeights w;
  private final Normaliser[] normalisers;

  ReferenceSsfn(SsfnShape shape, SsfnWeights weights, Normaliser[] normalisers) {
    this.shape = shape;
    this.w = weights;
    this.normalisers = normalisers;
  }

  double[] logits(AlignedWindow window) {
    int p = shape.width();
    double[] pooled =
        switch (shape.block()) {
          case EARLY -> early(window);
          case MIXTURE -> mixture(window);
          default -> overPairs(window);
        };
    double[] in = new double[p + 2];
    System.arraycopy(pooled, 0, in, 0, p);
    in[p] = window.has(Examples.AUDIO) ? 1 : 0;
    in[p + 1] = window.has(Examples.VIDEO) ? 1 : 0;
    return linear(in, "head", "head.bias");
  }

  /**
   * Two modalities here, so one modality pair: a plain mean, or a softmax, over its layer pairs.
   */
  private double[] overPairs(AlignedWindow window) {
    List<LayerPair> pairs = shape.plan().pairs();
    double[] pooled = new double[shape.width()];
    double[] shares = new double[pairs.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = shape.combine() == SsfnShape.Combine.SOFTMAX ? Math.exp(row("combine")[i]) : 1;
    }
    double sum = java.util.Arrays.stream(shares).sum();
    for (int i = 0; i < shares.length; i++) {
      double[] a = projected(window, 0, pairs.get(i).firstLayer());
      double[] b = projected(window, 1, pairs.get(i).secondLayer());
      double[] fused = block(a, b);
      for (int c = 0; c < pooled.length; c++) {
        pooled[c] += fused[c] * shares[i] / sum;
      }
    }
    return pooled;
  }

  private double[] block(double[] a, double[] b) {
    return switch (shape.block()) {
      case CONCAT -> concat(a, b);
      case CO_ATTENTION -> coAttention(a, b);
      case GATED -> gated(a, b);
      case TENSOR -> tensor(a, b);
      case LOW_RANK -> lowRank(a, b);
      default -> throw new IllegalArgumentException(shape.block().label());
    };
  }

  private double[] gated(double[] a, double[] b) {
    double[] ha = linear(a, "gated.a", "gated.a.bias");
    double[] hb = linear(b, "gated.b", "gated.b.bias");
    double[] z = linear(joined(a, b), "gated.gate", "gated.gate.bias");
    double[] fused = new double[a.length];
    for (int i = 0; i < fused.length; i++) {
      double gate = 1 / (1 + Math.exp(-z[i]));
      fused[i] = gate * Math.tanh(ha[i]) + (1 - gate) * Math.tanh(hb[i]);
    }
    return fused;
  }

  private double[] tensor(double[] a, double[] b) {
    double[] u = joined(new double[] {1}, linear(a, "tensor.a", "tensor.a.bias"));
    double[] v = joined(new double[] {1}, linear(b, "tensor.b", "tensor.b.bias"));
    double[] product = new double[u.length * v.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = u[i / v.length] * v[i % v.length];
    }
    return relu(linear(product, "tensor", "tensor.bias"));
  }

  private double[] lowRank(double[] a, double[] b) {
    int p = a.length;
    double[] fused = row("low-rank.bias");
    double[] u = joined(new double[] {1}, a);
    double[] v = joined(new double[] {1}, b);
    Matrix wa = w.get("low-rank.a");
    Matrix wb = w.get("low-rank.b");
    for (int k = 0; k < wa.cols; k++) {
      double left = 0;
      double right = 0;
      for (int i = 0; i <= p; i++) {
        left += u[i] * wa.get(i, k);
        right += v[i] * wb.get(i, k);
      }
      fused[k % p] += left * right;
    }
    return fused;
  }

  private double[] early(AlignedWindow window) {
    double[] all = {};
    for (SsfnShape.Slot slot : shape.slots()) {
      all = joined(all, projected(window, slot.modality(), slot.layer()));
    }
    return relu(linear(all, "early", "early.bias"));
  }

  private double[] mixture(AlignedWindow window) {
    double[] pooled = new double[shape.width()];
    double all = 0;
    for (int m = 0; m < 2; m++) {
      if (window.has(shape.modalities().get(m).modality())) {
        double[] h = mean(window, m);
        double gate = Math.exp(linear(h, "gate." + m, "gate." + m + ".bias")[0]);
        double[] opinion = relu(linear(h, "expert." + m, "expert." + m + ".bias"));
        for (int c = 0; c < pooled.length; c++) {
          pooled[c] += gate * opinion[c];
        }
        all += gate;
      }
    }
    for (int c = 0; c < pooled.length; c++) {
      pooled[c] /= all;
    }
    return pooled;
  }

  private double[] mean(AlignedWindow window, int modality) {
    double[] sum = new double[shape.width()];
    int n = 0;
    for (SsfnShape.Slot slot : shape.slots()) {
      if (slot.modality() == modality) {
        sum = sum(sum, projected(window, modality, slot.layer()));
        n++;
      }
    }
    for (int c = 0; c < sum.length; c++) {
      sum[c] /= n;
    }
    return sum;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static double[] relu(double[] x) {
    return java.util.Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
  }

  private double[] projected(AlignedWindow window, int modality, int layer) {
    String slot = modality + "." + layer;
    var spec = shape.modalities().get(modality);
    if (!window.has(spec.modality())) {
      return row("mask." + modality);
    }
    float[] x = window.present().get(spec.modality()).layers().layer(layer);
    List<SsfnShape.Slot> slots = new ArrayList<>(shape.slots());
    int s = 0;
    while (!slots.get(s).name().equals(slot)) {
      s++;
    }
    double[] z = new double[x.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (x[i] - normalisers[s].mean()[i]) * (double) normalisers[s].scale()[i];
    }
    return linear(z, "project." + slot, "project.bias." + slot);
  }

  private double[] concat(double[] a, double[] b) {
    return relu(linear(joined(a, b), "concat", "concat.bias"));
  }

  private double[] coAttention(double[] a, double[] b) {
    double[] x = direction(a, b);
    double[] y = direction(b, a);
    double[] fused = new double[x.length];
    for (int i = 0; i < fused.length; i++) {
      fused[i] = (x[i] + y[i]) / 2;
    }
    return fused;
  }

  private double[] direction(double[] query, double[] value) {
    double[] attended = linear(linear(value, "value", "value.bias"), "out", "out.bias");
    double[] x = norm(sum(query, attended), "norm1");
    double[] hidden = linear(x, "ff1", "ff1.bias");
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i]);
    }
    return norm(sum(x, linear(hidden, "ff2", "ff2.bias")), "norm2");
  }

  private double[] norm(double[] x, String name) {
    double mean = java.util.Arrays.stream(x).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] gain = row(name + ".gain");
    double[] shift = row(name + ".shift");
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = gain[i] * (x[i] - mean) / Math.sqrt(variance + 1e-5) + shift[i];
    }
    return y;
  }

  private double[] linear(double[] x, String name, String bias) {
    Matrix m = w.get(name);
    double[] y = row(bias);
    for (int o = 0; o < m.cols; o++) {
      for (int i = 0; i < m.rows; i++) {
        y[o] += x[i] * m.get(i, o);
      }
    }
    return y;
  }

  private double[] row(String name) {
    float[] values = w.get(name).toArray();
    double[] row = new double[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[i];
    }
    return row;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
