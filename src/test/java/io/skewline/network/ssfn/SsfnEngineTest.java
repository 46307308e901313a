// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.LayerPair;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SsfnEngineTest {
  private static final long SEED = 20_261_123L;

  static Stream<SsfnSpec> networks() {
    List<ModalitySpec> three = TestModels.THREE;
    FusionPlan sparse =
        new FusionPlan(
            "explicit",
            List.of(
                new LayerPair(TestModels.AUDIO, 3, TestModels.VIDEO, 1),
                new LayerPair(TestModels.VIDEO, 2, TestModels.TEXT, 4),
                new LayerPair(TestModels.VIDEO, 1, TestModels.TEXT, 4)));
    return Stream.of(
        TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CONCAT),
        TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CO_ATTENTION),
        TestModels.spec(TestModels.VALUE, three, Block.CONCAT),
        TestModels.spec(TestModels.VALUE, three, Block.CO_ATTENTION),
        new SsfnSpec(TestModels.COLOURS, three, sparse, Block.CONCAT, 8),
        new SsfnSpec(TestModels.COLOURS, three, sparse, Block.CO_ATTENTION, 8));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldAgreeWithAPlainDoubleComputation(SsfnSpec spec) {
    Random random = new Random(SEED);
    TensorSet tensors = TestModels.tensors(spec, random);
    List<AlignedWindow> windows = TestModels.windows(spec.modalities(), 150, random);
    Reference reference = new Reference(spec, tensors);
    try (SsfnEngine engine = new SsfnEngine(TestModels.manifest(spec), "", tensors)) {
      float[][] outputs = engine.logits(windows);
      for (int i = 0; i < outputs.length; i++) {
        double[] expected = reference.outputs(windows.get(i));
        for (int c = 0; c < expected.length; c++) {
          assertThat((double) outputs[i][c])
              .as("window %d of seed %d", i, SEED)
              .isCloseTo(expected[c], within(1e-5 * Math.max(1, Math.abs(expected[c]))));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldScoreAWindowTheSameInWhateverBatch(SsfnSpec spec) {
    Random random = new Random(SEED + 1);
    TensorSet tensors = TestModels.tensors(spec, random);
    List<AlignedWindow> windows = TestModels.windows(spec.modalities(), 90, random);
    try (SsfnEngine engine = new SsfnEngine(TestModels.manifest(spec), "", tensors)) {
      List<FusionScore> alone =
          windows.stream().map(window -> engine.score(List.of(window)).get(0)).toList();
      for (int round = 0; round < 10; round++) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
          order.add(i);
        }
        Collections.shuffle(order, random);
        List<Integer> batch = order.subList(0, 1 + random.nextInt(windows.size()));
        List<FusionScore> together = engine.score(batch.stream().map(windows::get).toList());
        for (int i = 0; i < batch.size(); i++) {
          assertSame(together.get(i), alone.get(batch.get(i)));
        }
      }
    }
  }

  private static void assertSame(FusionScore actual, FusionScore expected) {
    assertThat(actual.best()).isEqualTo(expected.best());
    assertThat(actual.confidence()).isCloseTo(expected.confidence(), within(1e-5));
    for (int c = 0; c < expected.scores().length; c++) {
      assertThat(actual.scores()[c]).isCloseTo(expected.scores()[c], within(1e-5f));
    }
  }

  @Test
  void shouldServeSeveralThreadsAtOnce() throws Exception {
    Random random = new Random(SEED + 2);
    SsfnSpec spec = TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CO_ATTENTION);
    TensorSet tensors = TestModels.tensors(spec, random);
    List<AlignedWindow> windows = TestModels.windows(spec.modalities(), 40, random);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SsfnEngine engine = new SsfnEngine(TestModels.manifest(spec), "", tensors)) {
      List<FusionScore> expected = engine.score(windows);
      List<Callable<List<FusionScore>>> calls =
          Collections.nCopies(200, () -> engine.score(windows));
      for (Future<List<FusionScore>> future : threads.invokeAll(calls)) {
        for (int i = 0; i < expected.size(); i++) {
          assertSame(future.get().get(i), expected.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldCalibrateBySubsetOfPresentModalities() {
    SsfnSpec spec = TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CONCAT);
    Random random = new Random(SEED + 3);
    TensorSet tensors =
        TestModels.tensors(spec, random)
            .with(Tensors.CALIBRATION, Tensor.vector(1, 1000, 1000, 0.001f));
    List<AlignedWindow> windows = TestModels.windows(spec.modalities(), 60, random);
    try (SsfnEngine engine = new SsfnEngine(TestModels.manifest(spec), "", tensors)) {
      List<FusionScore> scores = engine.score(windows);
      for (int i = 0; i < scores.size(); i++) {
        boolean complete = windows.get(i).present().size() == 2;
        assertThat(scores.get(i).confidence())
            .isCloseTo(complete ? 1 : 1.0 / 3, within(complete ? 0.1 : 0.01));
      }
    }
  }

  @Test
  void shouldGiveAnIntervalWithAValue() {
    SsfnSpec spec = TestModels.spec(TestModels.VALUE, TestModels.TWO, Block.CONCAT);
    Random random = new Random(SEED + 4);
    TensorSet tensors =
        TestModels.tensors(spec, random).with(Tensors.CALIBRATION, Tensor.vector(9, 9, 9, 2));
    List<AlignedWindow> windows = TestModels.windows(spec.modalities(), 20, random);
    try (SsfnEngine engine = new SsfnEngine(TestModels.manifest(spec), "", tensors)) {
      for (int i = 0; i < windows.size(); i++) {
        FusionScore score = engine.score(List.of(windows.get(i))).get(0);
        double half = windows.get(i).present().size() == 2 ? 2 : 9;
        assertThat(score.confidence()).isEqualTo(0.9);
        assertThat(score.low()).isCloseTo(score.scores()[0] - half, within(1e-5));
        assertThat(score.high()).isCloseTo(score.scores()[0] + half, within(1e-5));
      }
    }
  }

  @Test
  void shouldNameALayerOfTheWrongWidth() {
    SsfnSpec spec = TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CONCAT);
    TensorSet tensors = TestModels.tensors(spec, new Random(SEED));
    PooledModality narrow = new PooledModality(LayerStack.ofAll(new float[4], new float[4]), 1, 0);
    AlignedWindow window = TestModels.window(0, Map.of(TestModels.VIDEO, narrow));
    try (SsfnEngine engine = new SsfnEngine(TestModels.manifest(spec), "", tensors)) {
      assertThatThrownBy(() -> engine.score(List.of(window)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("video.1")
          .hasMessageContaining("5");
    }
  }
}
