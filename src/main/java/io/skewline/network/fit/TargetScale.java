// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import io.skewline.network.ssfn.Tensors;
import java.util.List;

/** Regression fits standardised values; the scale is folded into the head at the end. */
record TargetScale(double mean, double deviation) {
  static final TargetScale NONE = new TargetScale(0, 1);

  static TargetScale fit(List<Example> examples) {
    double mean = examples.stream().mapToDouble(Example::target).average().orElse(0);
    double variance =
        examples.stream().mapToDouble(e -> Math.pow(e.target() - mean, 2)).average().orElse(1);
    return new TargetScale(mean, Math.max(1e-9, Math.sqrt(variance)));
  }

  List<Example> standardised(List<Example> examples) {
    return equals(NONE)
        ? examples
        : examples.stream()
            .map(e -> new Example(e.window(), (e.target() - mean) / deviation))
            .toList();
  }

  TensorSet folded(TensorSet tensors) {
    Tensor weight = tensors.get(Tensors.HEAD);
    Tensor bias = tensors.get(Tensors.HEAD_BIAS);
    return tensors
        .with(Tensors.HEAD, new Tensor(weight.rows(), weight.columns(), scaled(weight, 0)))
        .with(Tensors.HEAD_BIAS, new Tensor(1, bias.columns(), scaled(bias, mean)));
  }

  private float[] scaled(Tensor tensor, double shift) {
    float[] scaled = new float[tensor.values().length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (tensor.values()[i] * deviation + shift);
    }
    return scaled;
  }
}
