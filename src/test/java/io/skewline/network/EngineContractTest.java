// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.EngineSettings.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine promises, held on each; onnx-cuda only where it can run. */
class EngineContractTest {
  private static final List<ModalitySpec> THREE =
      List.of(
          new ModalitySpec(new Modality("audio"), 3, 9),
          new ModalitySpec(new Modality("text"), 2, 6),
          new ModalitySpec(new Modality("video"), 3, 7));
  private static final Task TASK = new Task.Classification(List.of("a", "b", "c"));

  private static SsfnShape shape(Task task, SsfnShape.Block block, SsfnShape.Combine combine) {
    return new SsfnShape(task, THREE, FusionPlan.skewPair(THREE, 0, 2), block, 16, combine);
  }

  private static FusionModel model(SsfnShape shape, Engine engine) throws Exception {
    var bundle = RandomBundle.of(shape, 5);
    return NetworkBundleReader.expecting(shape.modalities(), shape.task(), settings(engine))
        .read(bundle.bytes(), bundle.hash());
  }

  private static EngineSettings settings(Engine engine) {
    EngineSettings settings = EngineSettings.of(engine);
    if (engine == Engine.ONNX_CUDA) {
      try {
        OnnxRuntime.tryCuda(settings.cuda());
      } catch (ai.onnxruntime.OrtException e) {
        org.junit.jupiter.api.Assumptions.abort("no CUDA device: " + e.getMessage());
      }
    }
    return settings;
  }

  private static List<AlignedWindow> windows(int n, long seed) {
    return RandomBundle.windows(THREE, n, 0.6, seed);
  }

  /** But auto, which only passes on. */
  static List<Arguments> everyNetworkOnEveryEngine() {
    List<Arguments> all = new ArrayList<>();
    for (Engine engine : List.of(Engine.NATIVE, Engine.ONNX, Engine.ONNX_CUDA)) {
      for (SsfnShape.Block block : SsfnShape.Block.values()) {
        for (SsfnShape.Combine combine : SsfnShape.Combine.values()) {
          all.add(Arguments.of(engine, block, combine));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("everyNetworkOnEveryEngine")
  void shouldGiveTheAnswersOfTheFormulas(
      Engine engine, SsfnShape.Block block, SsfnShape.Combine combine) throws Exception {
    SsfnShape shape = Examples.shape(Examples.YES_NO, block, combine);
    SsfnModel.Parts parts = RandomBundle.parts(shape, 5);
    ReferenceSsfn reference = new ReferenceSsfn(shape, parts.weights(), parts.normalisers());
    List<AlignedWindow> windows = RandomBundle.windows(Examples.SPECS, 150, 0.6, 6);
    try (FusionModel model = model(shape, engine)) {
      List<FusionScore> scores = model.score(windows);
      for (int i = 0; i < windows.size(); i++) {
        boolean[] present = WindowTable.presence(shape, windows.get(i));
        double temperature = parts.calibration().temperature(Calibration.subset(present));
        double[] logits = reference.logits(windows.get(i));
        double yes = 1 / (1 + Math.exp((logits[0] - logits[1]) / temperature));
        assertThat((double) scores.get(i).scores()[1]).isCloseTo(yes, within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyNetworkOnEveryEngine")
  void shouldFuseThreeModalitiesAlike(
      Engine engine, SsfnShape.Block block, SsfnShape.Combine combine) throws Exception {
    SsfnShape shape = shape(TASK, block, combine);
    List<AlignedWindow> windows = windows(50, 11);
    try (FusionModel model = model(shape, engine);
        FusionModel ours = model(shape, Engine.NATIVE)) {
      List<FusionScore> expected = ours.score(windows);
      List<FusionScore> scores = model.score(windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(scores.get(i).scores()).containsExactly(expected.get(i).scores(), within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void shouldTellValuesIntervalsAndAgreementAlike(Engine engine) throws Exception {
    SsfnShape shape =
        shape(new Task.Regression(), SsfnShape.Block.CO_ATTENTION, SsfnShape.Combine.MEAN);
    List<AlignedWindow> windows = windows(60, 7);
    try (FusionModel model = model(shape, engine);
        FusionModel ours = model(shape, Engine.NATIVE)) {
      List<FusionScore> expected = ours.score(windows);
      List<FusionScore> scores = model.score(windows);
      for (int i = 0; i < windows.size(); i++) {
        same(expected.get(i).scores()[0], scores.get(i).scores()[0]);
        same(expected.get(i).low(), scores.get(i).low());
        same(expected.get(i).high(), scores.get(i).high());
        same(expected.get(i).agreement(), scores.get(i).agreement());
      }
      assertThat(scores.stream().filter(s -> s.agreement() > 0.02 && s.agreement() < 0.98))
          .isNotEmpty();
      assertThat(scores.stream().filter(s -> Double.isNaN(s.agreement()))).isNotEmpty();
    }
  }

  private static void same(double expected, double actual) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void shouldScoreAWindowAlikeInEveryBatch(Engine engine) throws Exception {
    List<AlignedWindow> windows = windows(400, 8);
    Random random = new Random(4);
    try (FusionModel model =
        model(shape(TASK, SsfnShape.Block.CO_ATTENTION, SsfnShape.Combine.MEAN), engine)) {
      for (int n = 0; n < 100; n++) {
        int size = 1 + random.nextInt(200);
        int from = random.nextInt(windows.size() - size);
        int one = from + random.nextInt(size);
        FusionScore alone = model.score(List.of(windows.get(one))).get(0);
        FusionScore among = model.score(windows.subList(from, from + size)).get(one - from);
        for (int c = 0; c < alone.scores().length; c++) {
          assertThat(among.scores()[c]).isCloseTo(alone.scores()[c], within(1e-5f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void shouldScoreAlikeOnManyThreads(Engine engine) throws Exception {
    List<AlignedWindow> windows = windows(70, 9);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (FusionModel model =
        model(shape(TASK, SsfnShape.Block.CO_ATTENTION, SsfnShape.Combine.MEAN), engine)) {
      List<FusionScore> expected = model.score(windows);
      Callable<List<FusionScore>> task = () -> model.score(windows);
      for (Future<List<FusionScore>> got : threads.invokeAll(Collections.nCopies(40, task))) {
        for (int i = 0; i < windows.size(); i++) {
          assertThat(got.get().get(i).scores()).isEqualTo(expected.get(i).scores());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void shouldSayWhatComputes(Engine engine) throws Exception {
    try (FusionModel model =
        model(shape(TASK, SsfnShape.Block.CONCAT, SsfnShape.Combine.MEAN), engine)) {
      if (engine == Engine.AUTO) {
        assertThat(model.engines()).isNotEmpty().isSubsetOf("native", "onnx");
      } else {
        assertThat(model.engines()).containsExactly(engine.label());
      }
    }
  }

  @Test
  void shouldPadToFewShapes() {
    assertThat(FusionEngine.padded(1)).isEqualTo(1);
    assertThat(FusionEngine.padded(3)).isEqualTo(4);
    assertThat(FusionEngine.padded(4)).isEqualTo(4);
    assertThat(FusionEngine.padded(65)).isEqualTo(128);
  }
}
