// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.skewline.network.EngineSettings.Cuda;
import io.skewline.network.EngineSettings.Engine;
import io.skewline.network.SsfnModel.Parts;
import java.util.Set;

/** ONNX Runtime over our own export: one session for all threads, on the CPU or a device. */
final class OnnxEngine implements FusionEngine {
  private final SsfnShape shape;
  private final Engine engine;
  private final OrtSession session;
  private final int leastRows;

  private OnnxEngine(SsfnShape shape, Engine engine, OrtSession session, int leastRows) {
    this.shape = shape;
    this.engine = engine;
    this.session = session;
    this.leastRows = leastRows;
  }

  static OnnxEngine onCpu(Parts parts) throws OrtException {
    return onCpu(parts, OnnxExport.Form.FOLDED);
  }

  static OnnxEngine onCpu(Parts parts, OnnxExport.Form form) throws OrtException {
    byte[] model = OnnxExport.forEngine(parts, form);
    return new OnnxEngine(parts.shape(), Engine.ONNX, OnnxRuntime.onCpu(model), 1);
  }

  static OnnxEngine onCuda(Parts parts, Cuda cuda) throws OrtException {
    byte[] model = OnnxExport.forEngine(parts, OnnxExport.Form.FOLDED);
    OrtSession session = OnnxRuntime.onCuda(model, cuda);
    return new OnnxEngine(parts.shape(), Engine.ONNX_CUDA, session, cuda.batch());
  }

  @Override
  public Set<Engine> engines() {
    return Set.of(engine);
  }

  @Override
  public Batch batch(int rows) {
    return new OnnxBatch(shape, session, Math.max(rows, leastRows), leastRows);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("a session of ONNX Runtime could not be closed", e);
    }
  }
}
