// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Arrays;
import java.util.List;

/**
 * What computes the models in service; those of a trainer are always computed by {@link
 * Engine#NATIVE}.
 *
 * @param cuda read for {@link Engine#ONNX_CUDA} alone
 * @param fallback where the engine is not to be had: true takes {@link Engine#NATIVE} in the place
 *     of {@link Engine#ONNX}, and {@link Engine#AUTO} in that of {@link Engine#ONNX_CUDA}; false
 *     fails the start. Auto needs no leave to make do with native
 */
public record EngineSettings(Engine engine, Cuda cuda, boolean fallback) {
  public static final EngineSettings NATIVE = of(Engine.NATIVE);

  /** An engine with the standard settings. */
  public static EngineSettings of(Engine engine) {
    return new EngineSettings(engine, new Cuda(0, 2_000_000_000L, 128), false);
  }

  /** The engines, by their names in the topology file. */
  public enum Engine {
    /** The faster one of the two that run on the CPU, measured for each size of batch. */
    AUTO("auto"),
    /** Our own, on BLAS. */
    NATIVE("native"),
    /** ONNX Runtime. */
    ONNX("onnx"),
    /** ONNX Runtime's CUDA provider. */
    ONNX_CUDA("onnx-cuda");

    private final String label;

    Engine(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public static Engine of(String label) {
      return Arrays.stream(values()).filter(e -> e.label.equals(label)).findFirst().orElseThrow();
    }

    public static List<String> labels() {
      return Arrays.stream(values()).map(Engine::label).toList();
    }
  }

  /**
   * @param device its number, from 0
   * @param memoryLimitBytes of ONNX Runtime's arena on the device
   * @param batch calls on the device of fewer rows are padded to so many
   */
  public record Cuda(int device, long memoryLimitBytes, int batch) {}
}
