// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.FusedPair;
import io.skewline.network.ssfn.Source;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensors;
import java.util.List;

/**
 * Sets a concat network to the same function as a linear model of the plan's layers: the first
 * units carry the model's outputs through, linear and unmixed, and the head reads them alone. What
 * the fit then keeps is, on the validation part, never worse than that model.
 */
final class LinearStart {
  private final SsfnSpec spec;
  private final double[] linear;

  /**
   * @param linear over {@code spec.sources()} in their order
   */
  LinearStart(SsfnSpec spec, DenseModel linear) {
    this.spec = spec;
    this.linear = linear.parameters();
  }

  /** Whether the units can carry every output. */
  static boolean possible(SsfnSpec spec) {
    return spec.outputs() <= spec.width();
  }

  /** Changes freshly initialised parameters, on the heap and in native memory. */
  void apply(Parameters parameters) {
    float[] values = parameters.value.heap;
    List<Source> sources = spec.sources();
    int input = 0;
    for (int s = 0; s < sources.size(); s++) {
      project(values, parameters.offset(Tensors.projection(sources.get(s))), s, input);
      input += sources.get(s).width();
    }
    passThrough(values, parameters.offset(Tensors.FUSE));
    int outputs = spec.outputs();
    int head = parameters.offset(Tensors.HEAD);
    for (int row = 0; row < spec.width() + spec.modalities().size(); row++) {
      for (int c = 0; c < outputs; c++) {
        values[head + row * outputs + c] = row == c ? 1 : 0;
      }
    }
    int bias = parameters.offset(Tensors.HEAD_BIAS);
    for (int c = 0; c < outputs; c++) {
      values[bias + c] = (float) linear[linear.length - outputs + c];
    }
    parameters.value.push(parameters.size);
  }

  /** A source counts as often as its pairs weigh: the model's weights are divided by that. */
  private void project(float[] values, int offset, int source, int input) {
    double weight = 0;
    for (FusedPair pair : spec.fusedPairs()) {
      weight += pair.first() == source || pair.second() == source ? pair.weight() : 0;
    }
    for (int i = 0; i < spec.sources().get(source).width(); i++) {
      for (int c = 0; c < spec.outputs(); c++) {
        double share = linear[(input + i) * spec.outputs() + c] / weight;
        values[offset + i * spec.width() + c] = (float) share;
      }
    }
  }

  /** The first units of a and of b reach the same units of the sum, and no other does. */
  private void passThrough(float[] values, int offset) {
    int width = spec.width();
    for (int i = 0; i < 2 * width; i++) {
      for (int c = 0; c < spec.outputs(); c++) {
        values[offset + i * width + c] = i % width == c ? 1 : 0;
      }
    }
  }
}
