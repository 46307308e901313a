// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.SsfnModel.Parts;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** SameDiff's own training step: the same loss, the same updater. */
final class SameDiffTrainer implements Trainer {
  private static final String LABELS = "labels";

  private final SameDiffSsfn network;
  private final MultiDataSet batch;

  SameDiffTrainer(Parts parts, List<AlignedWindow> windows, double learningRate) {
    SsfnShape shape = parts.shape();
    network = new SameDiffSsfn(parts, false);
    SDVariable labels = network.graph.placeHolder(LABELS, DataType.FLOAT, -1, shape.outputs());
    SDVariable logits = network.graph.getVariable(SameDiffSsfn.OUTPUT);
    SDVariable loss =
        network
            .graph
            .loss()
            .softmaxCrossEntropy(
                "loss",
                labels,
                logits,
                null,
                LossReduce.MEAN_BY_WEIGHT,
                TaskObjective.LABEL_SMOOTHING);
    loss.markAsLoss();
    TrainingConfig.Builder config =
        new TrainingConfig.Builder().updater(new Adam(learningRate)).dataSetLabelMapping(LABELS);
    List<INDArray> inputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    WindowTable table = new WindowTable(shape, parts.normalisers(), windows);
    for (int s = 0; s < table.slots.length; s++) {
      names.add(SameDiffSsfn.input(s));
      inputs.add(SameDiffSsfn.array(table.slots[s]));
    }
    names.add(SameDiffSsfn.PRESENT);
    inputs.add(Nd4j.ones(table.rows, shape.modalities().size()));
    network.graph.setTrainingConfig(
        config.dataSetFeatureMapping(names.toArray(new String[0])).build());
    differentiate(network.graph);
    batch =
        new MultiDataSet(
            inputs.toArray(new INDArray[0]), new INDArray[] {oneHot(table.rows, shape.outputs())});
  }

  /** SameDiff tells of every operator on the standard output. */
  private static void differentiate(SameDiff graph) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      graph.createGradFunction();
    } finally {
      System.setOut(out);
    }
  }

  private static INDArray oneHot(int rows, int classes) {
    float[] of = NativeTrainer.classes(rows, classes);
    INDArray hot = Nd4j.zeros(rows, classes);
    for (int r = 0; r < rows; r++) {
      hot.putScalar(r, (int) of[r], 1);
    }
    return hot;
  }

  @Override
  public void step() {
    network.graph.fit(batch);
  }

  @Override
  public float[] weights(String name) {
    return network.graph.getVariable(name).getArr().dup('c').data().asFloat();
  }
}
