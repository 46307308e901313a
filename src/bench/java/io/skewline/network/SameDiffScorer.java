// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.SsfnModel.Parts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff's forward pass. */
final class SameDiffScorer implements Scorer {
  private final SameDiffSsfn network;
  private final SsfnShape shape;

  SameDiffScorer(Parts parts) {
    network = new SameDiffSsfn(parts, true);
    shape = parts.shape();
  }

  @Override
  public float[] score(List<AlignedWindow> windows) {
    int rows = windows.size();
    SlotVectors vectors = new SlotVectors(shape, windows);
    float[][] flat = new float[shape.slots().size()][];
    for (int s = 0; s < flat.length; s++) {
      flat[s] = new float[rows * shape.slots().get(s).width()];
    }
    vectors.forEach((s, r, v) -> System.arraycopy(v, 0, flat[s], r * v.length, v.length));
    Map<String, INDArray> inputs = new HashMap<>();
    for (int s = 0; s < flat.length; s++) {
      long[] dimensions = {rows, shape.slots().get(s).width()};
      inputs.put(SameDiffSsfn.input(s), Nd4j.create(flat[s], dimensions, 'c'));
    }
    inputs.put(SameDiffSsfn.PRESENT, Nd4j.ones(rows, shape.modalities().size()));
    INDArray output = network.graph.outputSingle(inputs, SameDiffSsfn.OUTPUT);
    float[] values = output.dup('c').data().asFloat();
    inputs.values().forEach(INDArray::close);
    return values;
  }

  @Override
  public void close() {}
}
