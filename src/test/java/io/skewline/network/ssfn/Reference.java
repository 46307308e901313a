// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.fusion.LayerPair;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The network of DESIGN.md §4 as plainly as it can be said, one window at a time, in double. */
public final class Reference {
  private final SsfnSpec spec;
  private final TensorSet tensors;

  public Reference(SsfnSpec spec, TensorSet tensors) {
    this.spec = spec;
    this.tensors = tensors;
  }

  /** The head's outputs. */
  public double[] outputs(AlignedWindow window) {
    int p = spec.width();
    Map<String, double[]> sums = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (LayerPair pair : spec.plan().pairs()) {
      double[] fused =
          fuse(
              projected(window, pair.first(), pair.firstLayer()),
              projected(window, pair.second(), pair.secondLayer()));
      String key = pair.first() + "+" + pair.second();
      sums.merge(key, fused, Reference::plus);
      counts.merge(key, 1, Integer::sum);
    }
    double[] headInput = new double[p + spec.modalities().size()];
    sums.forEach(
        (key, sum) -> {
          for (int j = 0; j < p; j++) {
            headInput[j] += sum[j] / counts.get(key) / sums.size();
          }
        });
    for (int m = 0; m < spec.modalities().size(); m++) {
      headInput[p + m] = sees(window, spec.modalities().get(m)) ? 1 : 0;
    }
    return linear(headInput, Tensors.HEAD, Tensors.HEAD_BIAS);
  }

  private boolean sees(AlignedWindow window, ModalitySpec modality) {
    PooledModality pooled = window.present().get(modality.modality());
    return pooled != null
        && spec.plan().layers(modality.modality()).stream().anyMatch(pooled.layers()::has);
  }

  private double[] projected(AlignedWindow window, Modality modality, int layer) {
    Optional<PooledModality> pooled = Optional.ofNullable(window.present().get(modality));
    if (pooled.isEmpty() || !pooled.get().layers().has(layer)) {
      return vector("mask." + modality);
    }
    float[] raw = pooled.get().layers().layer(layer);
    double[] mean = vector("normaliser." + modality + "." + layer + ".mean");
    double[] deviation = vector("normaliser." + modality + "." + layer + ".deviation");
    double[] x = new double[raw.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (raw[i] - mean[i]) / deviation[i];
    }
    String name = "projection." + modality + "." + layer;
    return linear(x, name + ".weight", name + ".bias");
  }

  private double[] fuse(double[] a, double[] b) {
    if (spec.block() == Block.CONCAT) {
      double[] both = new double[2 * a.length];
      System.arraycopy(a, 0, both, 0, a.length);
      System.arraycopy(b, 0, both, a.length, a.length);
      double[] u = linear(both, Tensors.FUSE, Tensors.FUSE_BIAS);
      double[] slope = vector(Tensors.SLOPE);
      for (int j = 0; j < u.length; j++) {
        u[j] = u[j] > 0 ? u[j] : slope[j] * u[j];
      }
      return u;
    }
    double[] sum = plus(direction(a, b), direction(b, a));
    for (int j = 0; j < sum.length; j++) {
      sum[j] /= 2;
    }
    return sum;
  }

  private double[] direction(double[] a, double[] b) {
    double[] value = linear(b, Tensors.VALUE, Tensors.VALUE_BIAS);
    double[] attention = linear(value, Tensors.OUT, Tensors.OUT_BIAS);
    double[] x = normalised(plus(a, attention), Tensors.GAIN_1, Tensors.SHIFT_1);
    double[] hidden = linear(x, Tensors.UP, Tensors.UP_BIAS);
    for (int j = 0; j < hidden.length; j++) {
      hidden[j] = Math.max(0, hidden[j]);
    }
    return normalised(
        plus(x, linear(hidden, Tensors.DOWN, Tensors.DOWN_BIAS)), Tensors.GAIN_2, Tensors.SHIFT_2);
  }

  private double[] normalised(double[] x, String gainName, String shiftName) {
    double[] gain = vector(gainName);
    double[] shift = vector(shiftName);
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double variance = 0;
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int j = 0; j < y.length; j++) {
      y[j] = (x[j] - mean) / Math.sqrt(variance + 1e-5) * gain[j] + shift[j];
    }
    return y;
  }

  private double[] linear(double[] x, String weightName, String biasName) {
    Tensor weight = tensors.get(weightName);
    double[] y = vector(biasName);
    for (int i = 0; i < weight.rows(); i++) {
      for (int j = 0; j < weight.columns(); j++) {
        y[j] += x[i] * weight.values()[i * weight.columns() + j];
      }
    }
    return y;
  }

  private double[] vector(String name) {
    float[] values = tensors.get(name).values();
    double[] vector = new double[values.length];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = values[j];
    }
    return vector;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int j = 0; j < sum.length; j++) {
      sum[j] += b[j];
    }
    return sum;
  }
}
