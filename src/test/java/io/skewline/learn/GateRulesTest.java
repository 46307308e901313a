// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule of the gate by itself, on models whose every answer is known. All windows are "yes".
 */
class GateRulesTest {
  private static final List<Set<Modality>> SUBSETS =
      List.of(
          Set.of(Examples.AUDIO), Set.of(Examples.VIDEO), Set.of(Examples.AUDIO, Examples.VIDEO));

  private final Judge judge = new Judge(Examples.YES_NO, windows(), 5);

  private static List<LabelledWindow> windows() {
    List<LabelledWindow> windows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      PooledModality some = new PooledModality(LayerStack.ofAll(new float[] {1}), 1, i);
      WindowId id = new WindowId(new StreamId("s" + i % 20), 0, i, i + 1);
      windows.add(
          new LabelledWindow(
              new AlignedWindow(id, "", Map.of(Examples.AUDIO, some, Examples.VIDEO, some)),
              new Label.ClassTarget("yes"),
              "",
              ""));
    }
    return windows;
  }

  /** Says yes with so much confidence. */
  private record Told(ToDoubleFunction<AlignedWindow> yes) implements FusionModel {
    @Override
    public List<FusionScore> score(List<AlignedWindow> windows) {
      return windows.stream().map(w -> score((float) yes.applyAsDouble(w))).toList();
    }

    private static FusionScore score(float yes) {
      return new FusionScore(
          new float[] {1 - yes, yes}, yes > 0.5 ? 1 : 0, yes, Double.NaN, Double.NaN);
    }

    @Override
    public BundleManifest manifest() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String hash() {
      return "";
    }

    @Override
    public Set<String> engines() {
      return Set.of();
    }

    @Override
    public void close() {}
  }

  /** Right for so many of ten windows, and as sure of it either way. */
  private static Told right(int ofTen, double confidence) {
    return new Told(w -> place(w) < ofTen ? confidence : 1 - confidence);
  }

  /** 0..9, every one as often in every stream. */
  private static int place(AlignedWindow window) {
    return (int) (window.id().startMicros() / 20 % 10);
  }

  private Gate.Decision decide(FusionModel challenger, FusionModel champion, double cost) {
    return new Gate(GateSettings.DEFAULT, judge, judge)
        .decide(
            Contestant.of(challenger, judge, judge, SUBSETS),
            judge.always(new float[] {0.5f, 0.5f}),
            Optional.of(Contestant.of(champion, judge, judge, SUBSETS)),
            cost);
  }

  @Test
  void shouldLetPassWhatIsBetterWhateverItCosts() {
    Gate.Decision decision = decide(right(9, 0.9), right(7, 0.7), 3);
    assertThat(decision.better()).as(decision.reason()).isTrue();
    assertThat(decision.numbers().get("challenger.accuracy").value()).isEqualTo(0.9);
    assertThat(decision.numbers().get("champion.accuracy").value()).isEqualTo(0.7);
    assertThat(decision.numbers().get("loss.gain.p").n()).as("streams").isEqualTo(20);
    assertThat(decision.numbers().get("cost").value()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0.9, true", "1, false", "1.1, false"})
  void shouldLetPassWhatIsEqualOnlyIfItIsCheaper(double cost, boolean better) {
    Gate.Decision decision = decide(right(8, 0.8), right(8, 0.8), cost);
    assertThat(decision.better()).as(decision.reason()).isEqualTo(better);
  }

  @Test
  void shouldKeepBackWhatIsWorseHoweverCheap() {
    assertThat(decide(right(7, 0.7), right(9, 0.9), 0.01).reason()).contains("its loss is higher");
  }

  @Test
  void shouldKeepBackWhatHasOnlyLearnedToBeLessSure() {
    Gate.Decision decision = decide(right(7, 0.72), right(7, 0.99), 1);
    assertThat(decision.numbers().get("loss.gain.p").value()).isLessThan(0.01);
    assertThat(decision.better()).isFalse();
    assertThat(decision.reason()).contains("might do as well with other confidence");
  }

  /** Truths −1 and 1, half of them dealt out anew: the champion says 1, the other one half. */
  @Test
  void shouldKeepBackWhatHasOnlyLearnedToSayLess() {
    List<LabelledWindow> windows = new ArrayList<>();
    for (LabelledWindow w : windows()) {
      boolean high = place(w.window()) < 5;
      boolean told = place(w.window()) % 4 == 0 ? !high : high;
      windows.add(new LabelledWindow(w.window(), new Label.ValueTarget(told ? 1 : -1), "", ""));
    }
    Judge values = new Judge(new Task.Regression(), windows, 5);
    Gate.Decision decision =
        new Gate(new GateSettings(0.95, 1, 1), values, values)
            .decide(
                Contestant.of(saying(0.5), values, values, SUBSETS),
                values.always(new float[] {0}),
                Optional.of(Contestant.of(saying(3), values, values, SUBSETS)),
                1);
    assertThat(decision.numbers().get("loss.gain").value()).isGreaterThan(1);
    assertThat(decision.reason()).endsWith("might do as well with other confidence");
  }

  private static Told saying(double size) {
    return new Told(w -> place(w) < 5 ? size : -size);
  }

  @Test
  void shouldKeepBackWhatPromisesTooLittle() {
    Gate.Decision decision = decide(right(10, 0.6), right(7, 0.7), 1);
    assertThat(decision.better()).isFalse();
    assertThat(decision.reason()).endsWith("kept back: its calibration has dropped");
  }

  @Test
  void shouldKeepBackWhatIsLostWithoutVideo() {
    Told challenger =
        new Told(w -> w.present().containsKey(Examples.VIDEO) || place(w) < 5 ? 0.99 : 0.01);
    Gate.Decision decision = decide(challenger, right(9, 0.9), 1);
    assertThat(decision.better()).isFalse();
    assertThat(decision.reason()).endsWith("kept back: accuracy with audio alone has dropped");
    assertThat(decision.numbers().get("missing.audio.gain").value()).isCloseTo(-0.4, within());
    assertThat(decision.numbers().get("missing.video.gain").value()).isCloseTo(0.1, within());
    assertThat(decision.numbers().get("missing.curve.gain").value())
        .as("of 1, 0.5, 1 and 1 against 0.9")
        .isCloseTo(-0.025, within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-9);
  }
}
