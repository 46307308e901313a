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
  @CsvSource({"200, 600", "400, 400", "600, 200"})
  void shouldRefuseWhatLearnedFromShuffledLabels(int good, int bad) throws Exception {
    System.out.println("GateTest: -Dskewline.seed=" + SEED);
    List<LabelledWindow> clean = Examples.exclusiveOr(800, 0.1, SEED);
    RoundResult first = TrainingRound.run(LATE, clean.subList(0, 600), 1, Optional.empty());
    assertThat(first.better()).as(first.reason()).isTrue();
    List<LabelledWindow> poisoned = new ArrayList<>(clean.subList(0, good));
    poisoned.addAll(shuffled(Examples.exclusiveOr(bad, 0.1, SEED + 1), SEED));
    try (FusionModel champion = read(first.bundle())) {
      RoundResult round = TrainingRound.run(LATE, poisoned, 2, Optional.of(champion));
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
}
