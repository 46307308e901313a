// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.network.DependencyOptions;
import io.skewline.network.Examples;
import io.skewline.network.NetworkBundleReader;
import io.skewline.network.SsfnShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRoundTest {
  private static final FitSettings SETTINGS =
      new FitSettings(
          new SsfnShape(
              Examples.YES_NO,
              Examples.SPECS,
              FusionPlan.late(Examples.SPECS),
              SsfnShape.Block.CO_ATTENTION,
              8),
          60,
          32,
          0.01,
          0.2,
          DependencyOptions.NONE,
          0.25,
          3);
  private static final List<LabelledWindow> MANY = Examples.exclusiveOr(600, 0.1, 2);

  @Test
  void shouldBeatWhatIsLinearWhereTheClassIsNot() {
    RoundResult result = TrainingRound.run(SETTINGS, MANY, 1, Optional.empty());
    var metrics = result.evaluation().metrics();
    assertThat(metrics.get("fused").low()).isGreaterThan(0.9);
    assertThat(metrics.get("linear").high()).isLessThan(0.7);
    assertThat(metrics.get("audio").high()).isLessThan(0.7);
    assertThat(metrics.get("video").high()).isLessThan(0.7);
    assertThat(metrics).containsKeys("subset.audio", "subset.video", "subset.audio+video");
    assertThat(metrics.get("subset.audio+video")).isEqualTo(metrics.get("fused"));
    assertThat(metrics).containsKeys("fused.auc", "linear.auc", "audio.macro-f1", "fused.recall");
    assertThat(metrics.get("fused.auc").low()).isGreaterThan(0.9);
    assertThat(metrics.get("subset.audio.ece").value())
        .as("alone it knows nothing, and knows that")
        .isLessThan(0.2);
    assertThat(result.better()).isTrue();
  }

  @Test
  void shouldKeepBackWhatIsNoBetterThanTheActiveModel() throws Exception {
    RoundResult first = TrainingRound.run(SETTINGS, MANY, 1, Optional.empty());
    try (FusionModel active =
        NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO)
            .read(first.bundle().bytes(), first.bundle().hash())) {
      RoundResult again = TrainingRound.run(SETTINGS, MANY, 2, Optional.of(active));
      assertThat(again.better()).as("the same model again").isFalse();
      assertThat(again.bundle().manifest().parentHash()).isEqualTo(first.bundle().hash());
    }
  }

  /** All but every tenth window carry these layers alone. */
  private static List<LabelledWindow> sparse(int... layers) {
    List<LabelledWindow> examples = new ArrayList<>(MANY);
    for (int i = 0; i < examples.size(); i++) {
      if (i % 11 != 0) {
        LabelledWindow e = examples.get(i);
        Map<Modality, PooledModality> present = new HashMap<>();
        e.window()
            .present()
            .forEach((m, p) -> present.put(m, new PooledModality(only(p, layers), 1, 0)));
        AlignedWindow window = new AlignedWindow(e.window().id(), "", present);
        examples.set(i, new LabelledWindow(window, e.target(), e.split(), e.group()));
      }
    }
    return examples;
  }

  private static LayerStack only(PooledModality pooled, int... layers) {
    return LayerStack.of(
        layers, Arrays.stream(layers).mapToObj(pooled.layers()::layer).toArray(float[][]::new));
  }

  @Test
  void shouldLearnFromFramesThatCarryThePlansLayersAlone() {
    RoundResult result = TrainingRound.run(SETTINGS, sparse(3), 1, Optional.empty());
    var metrics = result.evaluation().metrics();
    assertThat(metrics.get("fused").low()).isGreaterThan(0.9);
    assertThat(metrics.get("fused").n())
        .isEqualTo(
            TrainingRound.run(SETTINGS, MANY, 1, Optional.empty())
                .evaluation()
                .metrics()
                .get("fused")
                .n());
    assertThat(metrics.get("linear").high()).isLessThan(0.7);
  }

  @Test
  void shouldCompareTwoPlansOnWindowsThatHoldTheLayersOfBoth() throws Exception {
    FusionPlan other =
        new FusionPlan("explicit", List.of(new LayerPair(Examples.AUDIO, 1, Examples.VIDEO, 1)));
    RoundResult first = TrainingRound.run(SETTINGS, sparse(3), 1, Optional.empty());
    try (FusionModel active =
        NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO)
            .read(first.bundle().bytes(), first.bundle().hash())) {
      FitSettings next = SETTINGS.with(other, 3);
      RoundResult result = TrainingRound.run(next, sparse(1, 3), 2, Optional.of(active));
      assertThat(result.active().orElseThrow().metrics().get("fused").low())
          .as("held to account for no layer that it was not given")
          .isGreaterThan(0.9);
      long judged =
          TrainingRound.run(next, sparse(3), 2, Optional.of(active))
              .evaluation()
              .metrics()
              .get("fused")
              .n();
      assertThat(judged).as("the windows that explored").isBetween(1L, 20L);
      List<LabelledWindow> unexplored =
          sparse(3).stream()
              .filter(
                  e -> e.window().present().values().stream().allMatch(p -> p.layers().size() == 1))
              .toList();
      assertThatThrownBy(() -> TrainingRound.run(next, unexplored, 2, Optional.of(active)))
          .isInstanceOf(TrainingRound.TooFewException.class)
          .hasMessageContaining("some that explore");
    }
  }

  @Test
  void shouldShareNoStreamBetweenParts() {
    Split split = Split.of(MANY, 0.25, 3);
    Set<String> train = streams(split.train());
    Set<String> validation = streams(split.validation());
    Set<String> reported = streams(split.reported());
    assertThat(train).doesNotContainAnyElementsOf(validation).doesNotContainAnyElementsOf(reported);
    assertThat(validation).doesNotContainAnyElementsOf(reported);
    assertThat(split.train().size() + split.validation().size() + split.reported().size())
        .isEqualTo(MANY.size());
  }

  @Test
  void shouldOnlyReportOnRowsMarkedVal() {
    List<LabelledWindow> marked =
        MANY.stream()
            .map(
                e ->
                    new LabelledWindow(
                        e.window(),
                        e.target(),
                        e.window().id().stream().value().equals("s1") ? "val" : "train",
                        ""))
            .toList();
    Split split = Split.of(marked, 0.25, 3);
    assertThat(streams(split.reported())).containsExactly("s1");
    assertThat(split.marked()).isTrue();
  }

  /** The gate's windows are worth ±1, all others that are reported on ±100. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGuessOnTheWindowsThatDecide(boolean marked) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (LabelledWindow e : MANY) {
      boolean val = marked && e.window().id().stream().value().equals("s1");
      double size = val ? 100 : 1;
      double sign = examples.size() / 10 % 2 == 0 ? 1 : -1;
      examples.add(
          new LabelledWindow(e.window(), new Label.ValueTarget(sign * size), val ? "val" : "", ""));
    }
    FitSettings settings =
        new FitSettings(
            new SsfnShape(
                new Task.Regression(),
                Examples.SPECS,
                SETTINGS.shape().plan(),
                SsfnShape.Block.CO_ATTENTION,
                8),
            2,
            32,
            0.01,
            0.2,
            DependencyOptions.NONE,
            0.25,
            3);
    String reason = TrainingRound.run(settings, examples, 1, Optional.empty()).reason();
    Matcher chance = Pattern.compile("guessing's ([0-9.]+)").matcher(reason);
    assertThat(chance.find()).as(reason).isTrue();
    assertThat(Double.parseDouble(chance.group(1))).as(reason).isBetween(0.9, 5.0);
  }

  /** As they will come in service: a modality may be missing. */
  @Test
  void shouldDecideOnPartialWindowsToo() {
    List<LabelledWindow> gate = GateSplit.of(RoundExamples.of(MANY), 0.25, SETTINGS.seed()).gate();
    assertThat(gate).anyMatch(e -> e.window().present().size() < 2);
    String reason = TrainingRound.run(SETTINGS, MANY, 1, Optional.empty()).reason();
    assertThat(reason).contains("over " + gate.size() + " held-out windows");
  }

  @Test
  void shouldSayWhatIsMissingForARound() {
    assertThatThrownBy(() -> TrainingRound.run(SETTINGS, MANY.subList(0, 2), 1, Optional.empty()))
        .isInstanceOf(TrainingRound.TooFewException.class)
        .hasMessageContaining("three streams");
  }

  private static Set<String> streams(List<LabelledWindow> examples) {
    return examples.stream().map(e -> e.window().id().stream().value()).collect(Collectors.toSet());
  }
}
