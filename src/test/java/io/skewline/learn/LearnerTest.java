// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.network.bundle.NetworkBundleReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {
  private final Learner learner = new Learner();

  @ParameterizedTest
  @ValueSource(strings = {"concat", "co-attention"})
  void shouldFuseWhatNoModalityTellsAlone(String block) {
    RoundResult round = first(Synthetic.settings(Synthetic.PARITY, block, 1), parity());
    Map<String, Metric> metrics = round.evaluation().metrics();
    assertThat(metrics.get("fused").value()).isGreaterThan(0.9);
    assertThat(metrics.get("linear").value()).isLessThan(0.65);
    assertThat(metrics.get("audio").value()).isLessThan(0.65);
    assertThat(metrics.get("video").value()).isLessThan(0.65);
    assertThat(metrics.get("subset.audio+video")).isEqualTo(metrics.get("fused"));
    assertThat(metrics.get("subset.audio").value()).isLessThan(0.65);
    assertThat(metrics.get("fused").low()).isLessThan(metrics.get("fused").value());
    assertThat(metrics.get("fused").n()).isEqualTo(round.evaluation().reported());
    assertThat(round.better()).isTrue();
    assertThat(round.bundle().manifest().metrics()).isEqualTo(metrics);
  }

  @ParameterizedTest
  @ValueSource(strings = {"concat", "co-attention"})
  void shouldFitAValue(String block) throws BadBundleException {
    List<LabelledWindow> examples = new Synthetic(3).sum(700);
    RoundResult round = first(Synthetic.settings(Synthetic.SUM, block, 1), examples);
    Map<String, Metric> metrics = round.evaluation().metrics();
    assertThat(metrics.get("fused.mae").value())
        .isLessThan(0.6 * metrics.get("audio.mae").value())
        .isLessThan(0.6 * metrics.get("subset.video.mae").value());
    assertThat(metrics.get("fused").value()).isGreaterThan(0.9);
    assertThat(metrics).containsKeys("linear", "linear.mae", "subset.audio+video.mae");
    assertThat(round.better()).isTrue();
    assertThat(coverage(round.bundle(), new Synthetic(3).sum(700))).isBetween(0.8, 0.99);
  }

  private static double coverage(Bundle bundle, List<LabelledWindow> examples)
      throws BadBundleException {
    try (FusionModel model = new NetworkBundleReader().read(bundle.bytes(), bundle.hash())) {
      List<FusionScore> scores =
          model.score(examples.stream().map(LabelledWindow::window).toList());
      int inside = 0;
      for (int i = 0; i < scores.size(); i++) {
        double truth = ((Label.ValueTarget) examples.get(i).target()).value();
        inside += scores.get(i).low() <= truth && truth <= scores.get(i).high() ? 1 : 0;
      }
      return (double) inside / scores.size();
    }
  }

  @Test
  void shouldBeLessSureWithAModalityMissing() throws BadBundleException {
    List<LabelledWindow> examples = parity();
    Bundle bundle = first(Synthetic.settings(Synthetic.PARITY, "concat", 1), examples).bundle();
    try (FusionModel model = new NetworkBundleReader().read(bundle.bytes(), bundle.hash())) {
      AlignedWindow whole = examples.get(0).window();
      AlignedWindow half = Examples.only(List.of(Synthetic.AUDIO), whole);
      assertThat(model.score(List.of(whole)).get(0).confidence()).isGreaterThan(0.8);
      assertThat(model.score(List.of(half)).get(0).confidence()).isLessThan(0.7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"concat", "co-attention"})
  void shouldGiveTheSameBundleForTheSameSeed(String block) {
    List<LabelledWindow> examples = new Synthetic(4).parity(300);
    FitSettings settings = Synthetic.settings(Synthetic.PARITY, block, 9);
    String hash = first(settings, examples).bundle().hash();
    assertThat(first(settings, new Synthetic(4).parity(300)).bundle().hash()).isEqualTo(hash);
    FitSettings other = Synthetic.settings(Synthetic.PARITY, block, 10);
    assertThat(first(other, examples).bundle().hash()).isNotEqualTo(hash);
  }

  @Test
  void shouldCompareWithTheActiveModelOnTheSameWindows() throws BadBundleException {
    List<LabelledWindow> examples = parity();
    FitSettings settings = Synthetic.settings(Synthetic.PARITY, "concat", 1);
    RoundResult before = first(settings, examples);
    Bundle bundle = before.bundle();
    try (FusionModel active = new NetworkBundleReader().read(bundle.bytes(), bundle.hash())) {
      RoundResult again = learner.run(settings, examples, 2, Optional.of(active));
      assertThat(again.activeMetric()).contains(before.evaluation().metrics().get("fused"));
      assertThat(again.better()).isFalse();
      assertThat(again.reason()).contains("not better").contains("version 1");
      assertThat(again.bundle().manifest().version()).isEqualTo(2);
      assertThat(again.bundle().manifest().parentHash()).isEqualTo(bundle.hash());
    }
  }

  @Test
  void shouldReplaceAWorseModel() throws BadBundleException {
    FitSettings settings = Synthetic.settings(Synthetic.PARITY, "concat", 1);
    Bundle poor = first(settings, new Synthetic(99).parity(100)).bundle();
    try (FusionModel active = new NetworkBundleReader().read(poor.bytes(), poor.hash())) {
      RoundResult round = learner.run(settings, parity(), 2, Optional.of(active));
      assertThat(round.activeMetric().orElseThrow().value())
          .isLessThan(round.evaluation().metrics().get("fused").value());
      assertThat(round.better()).isTrue();
    }
  }

  @Test
  void shouldScoreInServiceAsItWasEvaluated() throws BadBundleException {
    List<LabelledWindow> examples = parity();
    FitSettings settings = Synthetic.settings(Synthetic.PARITY, "co-attention", 1);
    RoundResult round = first(settings, examples);
    List<LabelledWindow> reported = Split.of(examples, 0.25, 1).reported();
    Bundle bundle = round.bundle();
    try (FusionModel model = new NetworkBundleReader().read(bundle.bytes(), bundle.hash())) {
      List<AlignedWindow> windows = reported.stream().map(LabelledWindow::window).toList();
      double[] answers = Answers.of(model, windows, Synthetic.PARITY);
      int right = 0;
      for (int i = 0; i < answers.length; i++) {
        double truth = Examples.target(Synthetic.PARITY, reported.get(i).target()).orElseThrow();
        right += answers[i] == truth ? 1 : 0;
      }
      assertThat((double) right / answers.length)
          .isCloseTo(round.evaluation().metrics().get("fused").value(), within(1e-12));
    }
  }

  @Test
  void shouldLeaveOutLabelsOfAnotherTask() {
    List<LabelledWindow> examples = new ArrayList<>(new Synthetic(4).parity(200));
    examples.addAll(new Synthetic(5).sum(30));
    RoundResult round = first(Synthetic.settings(Synthetic.PARITY, "concat", 1), examples);
    Evaluation evaluation = round.evaluation();
    assertThat(evaluation.trained() + evaluation.validated() + evaluation.reported())
        .isEqualTo(200);
  }

  @Test
  void shouldSayWhyItCannotFit() {
    List<LabelledWindow> oneStream = new Synthetic(4).parity(10);
    assertThatThrownBy(() -> first(Synthetic.settings(Synthetic.PARITY, "concat", 1), oneStream))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two streams");
  }

  private static List<LabelledWindow> parity() {
    return new Synthetic(2).parity(700);
  }

  private RoundResult first(FitSettings settings, List<LabelledWindow> examples) {
    return learner.run(settings, examples, 1, Optional.empty());
  }
}
