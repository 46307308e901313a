// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.skewline.network.EngineSettings.Cuda;
import java.util.Map;

/** Sessions of ONNX Runtime: the stream threads are the parallelism, and nobody spins. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  static OrtSession onCpu(byte[] model) throws OrtException {
    try (SessionOptions options = options()) {
      return environment().createSession(model, options);
    }
  }

  /** Fails where there is no such device, or the library has no CUDA in it. */
  static OrtSession onCuda(byte[] model, Cuda cuda) throws OrtException {
    try (SessionOptions options = options();
        OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(cuda.device())) {
      provider.add("gpu_mem_limit", String.valueOf(cuda.memoryLimitBytes()));
      provider.add("arena_extend_strategy", "kSameAsRequested");
      // Ten bits of mantissa would not give the same answers to 1e-4.
      provider.add("use_tf32", "0");
      options.addCUDA(provider);
      return environment().createSession(model, options);
    }
  }

  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  /** Starts and ends a session of next to nothing. */
  static void tryCuda(Cuda cuda) throws OrtException {
    OnnxGraph graph = new OnnxGraph();
    graph.output("y", graph.op("Relu", graph.input("x", 1)), 1);
    onCuda(graph.bytes(0, Map.of()), cuda).close();
  }
}
