// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.network.DependencyOptions;
import io.skewline.network.Examples;
import io.skewline.network.NetworkBundleReader;
import io.skewline.network.SsfnShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes past the gate, on the generator whose class is an exclusive or. */
class GateTest {
  private static final long SEED = Long.getLong("skewline.seed", 11);

  private static FitSettings settings(FusionPlan plan) {
    SsfnShape shape =
        new SsfnShape(Examples.YES_NO, Examples.SPECS, plan, SsfnShape.Block.CO_ATTENTION, 8);
    return new FitSettings(shape, 60, 32, 0.01, 0.2, DependencyOptions.NONE, 0.25, 3);
  }

  private static final FitSettings LATE = settings(FusionPlan.late(Examples.SPECS));

  private static FusionModel read(Bundle bundle) throws Exception {
    return NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO)
        .read(bundle.bytes(), bundle.hash());
  }

  private static RoundResult round(RoundExamples examples, Optional<FusionModel> champion) {
    return TrainingRound.run(LATE, GateSettings.DEFAULT, examples, 2, champion);
  }

  /** By so many speakers, for whom yes is what is no for others, or not. */
  private static List<LabelledWindow> spoken(int count, int by, int from, boolean opposite) {
    List<LabelledWindow> spoken = new ArrayList<>();
    for (LabelledWindow e : Examples.exclusiveOr(count, 0.1, SEED + from)) {
      boolean yes = e.target().equals(new Label.ClassTarget("yes"));
      int speaker = from + spoken.size() % by;
      spoken.add(
          new LabelledWindow(
              e.window(),
              new Label.ClassTarget(yes == opposite ? "no" : "yes"),
              "",
              "speaker " + speaker));
    }
    return spoken;
  }

  /** Labels of some windows, dealt out anew among them. */
  private static List<LabelledWindow> shuffled(List<LabelledWindow> examples, long seed) {
    List<Label.Target> targets = new ArrayList<>();
    examples.forEach(e -> targets.add(e.target()));
    Collections.shuffle(targets, new Random(seed));
    List<LabelledWindow> poisoned = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      LabelledWindow e = examples.get(i);
      poisoned.add(new LabelledWindow(e.window(), targets.get(i), e.split(), e.group()));
    }
    return poisoned;
  }

  /** The gate's own labels are shuffled for as long. */
  @ParameterizedTest
  @CsvSource({
    "200, 600, false",
    "400, 400, false",
    "600, 200, false",
    "400, 400, true",
    "600, 200, true"
  })
  void shouldRefuseWhatLearnedFromShuffledLabels(int good, int bad, boolean noticed)
      throws Exception {
    System.out.println("GateTest: -Dskewline.seed=" + SEED);
    List<LabelledWindow> clean = Examples.exclusiveOr(800, 0.1, SEED);
    RoundResult first = TrainingRound.run(LATE, clean.subList(0, 600), 1, Optional.empty());
    assertThat(first.better()).as(first.reason()).isTrue();
    RoundExamples poisoned =
        new RoundExamples(
            clean.subList(0, good), shuffled(Examples.exclusiveOr(bad, 0.1, SEED + 1), SEED));
    try (FusionModel champion = read(first.bundle())) {
      RoundResult round =
          round(noticed ? poisoned : RoundExamples.of(poisoned.all()), Optional.of(champion));
      System.out.println(good + " good, " + bad + " shuffled: " + round.reason());
      assertThat(round.better()).as(round.reason()).isFalse();
      assertThat(round.decision().verdict()).isEqualTo(Verdict.KEPT_BACK);
      assertThat(round.decision().againstHash()).isEqualTo(first.bundle().hash());
      assertThat(round.decision().againstVersion()).isEqualTo(1);
      assertThat(round.decision().numbers())
          .containsKeys(
              "loss.gain",
              "loss.gain.p",
              "loss.gain.refitted",
              "loss.gain.over.guessing",
              "challenger.loss",
              "champion.loss",
              "challenger.accuracy",
              "champion.accuracy",
              "challenger.miscalibration",
              "calibration.gain",
              "missing.audio.gain",
              "missing.video.gain",
              "missing.curve.gain",
              "cost");
    }
  }

  @Test
  void shouldRefuseAFirstModelThatIsNoBetterThanGuessing() {
    List<LabelledWindow> nonsense = shuffled(Examples.exclusiveOr(600, 0.1, SEED), SEED);
    RoundResult round = TrainingRound.run(LATE, nonsense, 1, Optional.empty());
    assertThat(round.better()).as(round.reason()).isFalse();
    assertThat(round.reason()).contains("better than guessing is not sure");
  }

  /** It has learned from a tenth, and with labels that are wrong. */
  @Test
  void shouldLetPassWhatIsBetter() throws Exception {
    List<LabelledWindow> early = new ArrayList<>(Examples.exclusiveOr(120, 0.1, SEED));
    early.addAll(shuffled(Examples.exclusiveOr(60, 0.1, SEED + 1), SEED));
    RoundResult first = TrainingRound.run(LATE, early, 1, Optional.empty());
    try (FusionModel champion = read(first.bundle())) {
      RoundResult round =
          TrainingRound.run(
              LATE, Examples.exclusiveOr(900, 0.1, SEED + 2), 2, Optional.of(champion));
      assertThat(round.better()).as(round.reason()).isTrue();
      assertThat(round.decision().verdict()).isEqualTo(Verdict.PROMOTED);
    }
  }

  /**
   * All of the gate's other speakers are as they were. A speaker whose number is the gate's would
   * be seen in any case, so there are several.
   */
  @Test
  void shouldSeeAChangeThatASingleNewSpeakerBrings() throws Exception {
    List<LabelledWindow> before = spoken(800, 8, 0, false);
    RoundResult first = TrainingRound.run(LATE, before, 1, Optional.empty());
    try (FusionModel champion = read(first.bundle())) {
      int unnoticed = 0;
      for (int speaker = 100; speaker < 103; speaker++) {
        RoundExamples examples =
            new RoundExamples(before.subList(0, 200), spoken(800, 1, speaker, true));
        RoundResult round = round(examples, Optional.of(champion));
        assertThat(round.better()).as(round.reason()).isTrue();
        unnoticed +=
            round(RoundExamples.of(examples.all()), Optional.of(champion)).better() ? 0 : 1;
      }
      assertThat(unnoticed).isPositive();
    }
  }
}
