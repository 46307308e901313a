// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A frozen dense layer without its activation; row i of the weights belongs to input i. */
record Dense(float[][] weights, float[] bias) {

  static List<Dense> of(MultiLayerNetwork network) {
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      INDArray weights = network.getLayer(i).getParam("W");
      INDArray bias = network.getLayer(i).getParam("b");
      layers.add(new Dense(weights.toFloatMatrix(), bias.reshape(bias.length()).toFloatVector()));
    }
    return List.copyOf(layers);
  }

  int inputs() {
    return weights.length;
  }

  // Row by row, so that the inner loop runs over neighbours and the compiler vectorises it; after a
  // relu about half of the rows are skipped.
  float[] apply(float[] x) {
    float[] out = bias.clone();
    for (int i = 0; i < x.length; i++) {
      float value = x[i];
      if (value != 0) {
        float[] row = weights[i];
        for (int j = 0; j < out.length; j++) {
          out[j] += value * row[j];
        }
      }
    }
    return out;
  }
}
