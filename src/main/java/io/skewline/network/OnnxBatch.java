// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.skewline.modality.AlignedWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Buffers that ONNX Runtime reads and writes in place, for one thread. */
final class OnnxBatch implements FusionEngine.Batch {
  private final SsfnShape shape;
  private final OrtSession session;
  private final int rows;
  private final int leastRows;
  private final Map<String, Matrix> inputs = new LinkedHashMap<>();
  private final Map<String, Matrix> outputs = new LinkedHashMap<>();
  private final List<Matrix> slots = new ArrayList<>();
  private final Matrix present;

  /** By the number of rows that a call has. */
  private final Map<Integer, Bound> bound = new HashMap<>();

  /** All that were made: where one of a call cannot be, those before it are to be freed too. */
  private final List<OnnxTensor> made = new ArrayList<>();

  /** The same buffers as tensors of so many rows. */
  private record Bound(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

  /**
   * @param leastRows calls of fewer are padded to so many
   */
  OnnxBatch(SsfnShape shape, OrtSession session, int rows, int leastRows) {
    this.shape = shape;
    this.session = session;
    this.rows = rows;
    this.leastRows = leastRows;
    for (SsfnShape.Slot slot : shape.slots()) {
      Matrix vectors = new Matrix(rows, slot.width());
      slots.add(vectors);
      inputs.put(OnnxExport.input(shape, slot), vectors);
    }
    present = new Matrix(rows, shape.modalities().size());
    inputs.put(OnnxExport.PRESENT, present);
    outputs.put(OnnxExport.OUTPUT, new Matrix(rows, shape.outputs()));
    if (session.getOutputNames().contains(OnnxExport.AGREEMENT)) {
      outputs.put(OnnxExport.AGREEMENT, new Matrix(rows, 1));
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public FusionEngine.Output run(List<AlignedWindow> windows) {
    int used = windows.size();
    int padded = Math.max(leastRows, FusionEngine.padded(used));
    SlotVectors vectors = new SlotVectors(shape, windows);
    vectors.forEach((s, row, vector) -> slots.get(s).setRow(row, vector));
    boolean[][] there = vectors.present(padded);
    for (int r = 0; r < padded; r++) {
      for (int m = 0; m < present.cols; m++) {
        present.set(r, m, there[r][m] ? 1 : 0);
      }
    }
    call(padded);
    return new FusionEngine.Output(
        outputs.get(OnnxExport.OUTPUT).top(used), there, agreements(used));
  }

  private void call(int padded) {
    try {
      Bound tensors = bound.get(padded);
      if (tensors == null) {
        tensors = new Bound(tensors(inputs, padded), tensors(outputs, padded));
        bound.put(padded, tensors);
      }
      session.run(tensors.inputs(), tensors.outputs()).close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  private Map<String, OnnxTensor> tensors(Map<String, Matrix> of, int padded) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Matrix> one : of.entrySet()) {
      Matrix matrix = one.getValue();
      OnnxTensor tensor =
          OnnxTensor.createTensor(
              OnnxRuntime.environment(),
              matrix.data.slice(0, padded * matrix.cols),
              new long[] {padded, matrix.cols});
      made.add(tensor);
      tensors.put(one.getKey(), tensor);
    }
    return tensors;
  }

  private double[] agreements(int used) {
    double[] agreements = new double[used];
    Arrays.fill(agreements, Double.NaN);
    Matrix given = outputs.get(OnnxExport.AGREEMENT);
    for (int r = 0; given != null && r < used; r++) {
      agreements[r] = given.get(r, 0);
    }
    return agreements;
  }

  @Override
  public void close() {
    made.forEach(OnnxTensor::close);
    made.clear();
    bound.clear();
  }
}
