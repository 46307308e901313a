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
    double[] pooled = new double[p];
    // Two modalities here, so one modality pair: a plain mean over its layer pairs.
    List<LayerPair> pairs = shape.plan().pairs();
    for (LayerPair pair : pairs) {
      double[] a = projected(window, 0, pair.firstLayer());
      double[] b = projected(window, 1, pair.secondLayer());
      double[] fused = shape.block() == SsfnShape.Block.CONCAT ? concat(a, b) : coAttention(a, b);
      for (int i = 0; i < p; i++) {
        pooled[i] += fused[i] / pairs.size();
      }
    }
    double[] in = new double[p + 2];
    System.arraycopy(pooled, 0, in, 0, p);
    in[p] = window.has(Examples.AUDIO) ? 1 : 0;
    in[p + 1] = window.has(Examples.VIDEO) ? 1 : 0;
    return linear(in, "head", "head.bias");
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
    double[] both = java.util.Arrays.copyOf(a, 2 * a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    double[] out = linear(both, "concat", "concat.bias");
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(0, out[i]);
    }
    return out;
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
