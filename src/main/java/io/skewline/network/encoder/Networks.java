// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import io.skewline.modality.ModalitySpec;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The shape of every encoder: L relu layers of one width under a head. */
final class Networks {
  private Networks() {}

  /**
   * @param classes 0 for regression
   */
  static MultiLayerNetwork create(
      ModalitySpec spec, int inputs, int classes, EncoderSettings settings) {
    double retain = 1 - settings.dropout();
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(settings.seed())
            .updater(new Adam(settings.learningRate()))
            .weightInit(WeightInit.RELU)
            .l2(1e-4)
            .list();
    for (int layer = 0; layer < spec.layers(); layer++) {
      DenseLayer.Builder dense =
          new DenseLayer.Builder()
              .nIn(layer == 0 ? inputs : spec.width())
              .nOut(spec.width())
              .activation(Activation.RELU);
      boolean forgets = settings.dropout() > 0 && layer < settings.dropoutLayers();
      list.layer(forgets ? dense.dropOut(retain).build() : dense.build());
    }
    boolean regression = classes == 0;
    list.layer(
        new OutputLayer.Builder(regression ? LossFunction.MSE : LossFunction.MCXENT)
            .nIn(spec.width())
            .nOut(regression ? 1 : classes)
            .weightInit(WeightInit.XAVIER)
            .activation(regression ? Activation.IDENTITY : Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    for (int layer = 1; settings.identity() && layer < spec.layers(); layer++) {
      INDArray weights = network.getLayer(layer).getParam("W");
      weights.muli(0.1);
      weights.addi(Nd4j.eye(spec.width()));
    }
    return network;
  }
}
