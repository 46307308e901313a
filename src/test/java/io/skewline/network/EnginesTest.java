// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.network.EngineSettings.Cuda;
import io.skewline.network.EngineSettings.Engine;
import org.junit.jupiter.api.Test;

class EnginesTest {
  /** As the JVM tells it of a class that loads a library: without a message of its own. */
  private static final Throwable WHY =
      new ExceptionInInitializerError(
          new IllegalStateException(
              "no natives", new UnsatisfiedLinkError("libonnxruntime.so: wrong ELF class")));

  @Test
  void shouldSayWhyAnEngineCannotBeHad() {
    assertThatThrownBy(() -> Engines.instead(EngineSettings.of(Engine.ONNX), WHY))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("fusion.engine is 'onnx'")
        .hasMessageContaining("UnsatisfiedLinkError: libonnxruntime.so: wrong ELF class")
        .hasMessageContaining("allowed: native");
  }

  @Test
  void shouldTakeOurOwnWhereThatIsAllowed() {
    SsfnShape shape = Examples.shape(Examples.YES_NO, SsfnShape.Block.CONCAT);
    EngineSettings lenient = new EngineSettings(Engine.ONNX, new Cuda(0, 1, 1), true);
    try (FusionEngine engine = Engines.instead(lenient, WHY).engine(RandomBundle.parts(shape, 1))) {
      assertThat(engine.engines()).containsExactly(Engine.NATIVE);
    }
  }
}
