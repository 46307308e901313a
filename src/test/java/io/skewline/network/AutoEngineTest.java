// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static io.skewline.network.EngineSettings.Engine.NATIVE;
import static io.skewline.network.EngineSettings.Engine.ONNX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.modality.AlignedWindow;
import io.skewline.network.EngineSettings.Engine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each engine for its sizes of batches, and neither left open where one of them fails. */
class AutoEngineTest {
  private static final SsfnShape SHAPE =
      Examples.shape(Examples.YES_NO, SsfnShape.Block.CO_ATTENTION);
  private static final SsfnModel.Parts PARTS = RandomBundle.parts(SHAPE, 5);
  private static final List<AlignedWindow> WINDOWS =
      RandomBundle.windows(Examples.SPECS, 200, 0.3, 6);

  private WatchedEngine ours;
  private WatchedEngine theirs;

  @BeforeEach
  void makeEngines() throws OrtException {
    ours = new WatchedEngine(new NativeEngine(PARTS));
    theirs = new WatchedEngine(OnnxEngine.onCpu(PARTS));
  }

  /** One engine for at most so many windows, the other one for more. */
  private static EngineChoice choice(Engine small, int most, Engine large) {
    return new EngineChoice(new TreeMap<>(Map.of(most, small, SsfnModel.MOST_ROWS, large)));
  }

  private AutoEngine mixed(Engine small, int most, Engine large) {
    return new AutoEngine(choice(small, most, large), ours, theirs);
  }

  private static FusionModel model(FusionEngine engine) {
    return new SsfnModel(RandomBundle.manifest(SHAPE), "", PARTS, engine);
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "ONNX"})
  void shouldTakeOneForSmallBatchesAndTheOtherForLarge(Engine small) {
    Engine large = small == NATIVE ? ONNX : NATIVE;
    try (FusionModel model = model(mixed(small, 8, large));
        FusionModel expected = model(new NativeEngine(PARTS))) {
      assertThat(model.engines()).containsExactlyInAnyOrder("native", "onnx");
      for (int n : new int[] {1, 8, 9, 128, 133, 200}) {
        assertSame(expected.score(WINDOWS.subList(0, n)), model.score(WINDOWS.subList(0, n)));
      }
    }
    WatchedEngine forSmall = small == NATIVE ? ours : theirs;
    WatchedEngine forLarge = small == NATIVE ? theirs : ours;
    assertThat(forSmall.computed).as("133 = 128 and the rest").containsExactly(1, 8, 5);
    assertThat(forLarge.computed).containsExactly(9, 128, 128, 128, 72);
    assertAllClosed();
  }

  private static void assertSame(List<FusionScore> expected, List<FusionScore> actual) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).scores()).containsExactly(expected.get(i).scores(), within(1e-4f));
    }
  }

  @Test
  void shouldCloseTheFirstBatchWhereTheSecondCannotBeMade() {
    theirs.failToMake = true;
    try (AutoEngine engine = mixed(NATIVE, 8, ONNX)) {
      assertThatThrownBy(() -> engine.batch(16)).isInstanceOf(OutOfMemoryError.class);
      assertThat(ours.openBatches).isZero();
    }
  }

  @Test
  void shouldCloseABatchThatFailedAndScoreOnAnotherOne() {
    try (FusionModel model = model(mixed(NATIVE, 8, ONNX))) {
      theirs.failToRun = true;
      assertThatThrownBy(() -> model.score(WINDOWS)).hasMessage("cannot compute");
      assertThat(List.of(ours.openBatches, theirs.openBatches)).containsOnly(0);
      theirs.failToRun = false;
      assertThat(model.score(WINDOWS)).hasSize(WINDOWS.size());
    }
    assertAllClosed();
  }

  @Test
  void shouldCloseBothWhereTheyCannotBeMeasured() {
    theirs.failToRun = true;
    Engines engines = Engines.of(EngineSettings.of(Engine.AUTO));
    assertThatThrownBy(() -> engines.faster(SHAPE, ours, theirs)).hasMessage("cannot compute");
    assertAllClosed();
  }

  @Test
  void shouldKeepOnlyOursWhereItIsAlwaysTheFasterOne() {
    try (FusionEngine chosen = Engines.chosen(choice(NATIVE, 8, NATIVE), ours, theirs)) {
      assertThat(chosen).isSameAs(ours);
      assertThat(List.of(ours.closed, theirs.closed)).containsExactly(false, true);
    }
    assertAllClosed();
  }

  @Test
  void shouldKeepOnlyTheirsWhereItIsAlwaysTheFasterOne() {
    try (FusionEngine chosen = Engines.chosen(choice(ONNX, 8, ONNX), ours, theirs)) {
      assertThat(chosen).isSameAs(theirs);
      assertThat(List.of(ours.closed, theirs.closed)).containsExactly(true, false);
    }
    assertAllClosed();
  }

  @Test
  void shouldKeepBothWhereEachIsTheFasterOneAtTimes() {
    try (FusionEngine chosen = Engines.chosen(choice(NATIVE, 8, ONNX), ours, theirs)) {
      assertThat(chosen.engines()).containsExactlyInAnyOrder(NATIVE, ONNX);
      assertThat(List.of(ours.closed, theirs.closed)).containsOnly(false);
    }
    assertAllClosed();
  }

  private void assertAllClosed() {
    assertThat(List.of(ours.openBatches, theirs.openBatches)).containsOnly(0);
    assertThat(List.of(ours.closed, theirs.closed)).containsOnly(true);
  }
}
