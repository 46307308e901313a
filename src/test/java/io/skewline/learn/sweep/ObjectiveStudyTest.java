// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Task;
import io.skewline.learn.sweep.ObjectiveStudy.Effect;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectiveStudyTest {
  private static final SweepListener NOBODY = (done, all, what) -> {};
  private static final List<LabelledWindow> PRODUCT = Planted.product(600, 3, 3, 1);

  @Test
  void shouldCompareEveryObjectiveAndWeightWithNone() {
    List<Effect> effects =
        ObjectiveStudy.run(
            Planted.settings(Planted.YES_NO, 2, 6, 8),
            List.of(0.0, 0.1),
            PRODUCT,
            FitStore.inMemory(),
            NOBODY);
    assertThat(effects)
        .extracting(Effect::name)
        .containsExactly(
            "none",
            "kl 0.0",
            "kl 0.1",
            "f 0.0",
            "f 0.1",
            "wasserstein 0.0",
            "wasserstein 0.1",
            "total-correlation");
    Effect none = effects.get(0);
    assertThat(none.scoreBetter().value()).isZero();
    assertThat(none.areaBetter().value()).isZero();
    // Neither modality tells alone here: with more and more windows that lack one it is a guess.
    assertThat(none.area().value()).isBetween(0.5, none.score().value() - 0.1);
  }

  private static List<LabelledWindow> values() {
    return PRODUCT.stream()
        .map(
            e ->
                new LabelledWindow(
                    e.window(),
                    new Label.ValueTarget(e.target().toString().contains("yes") ? 1 : -1),
                    e.split(),
                    e.group()))
        .toList();
  }

  @Test
  void shouldLeaveOutWhatATaskDoesNotHave() {
    List<Effect> effects =
        ObjectiveStudy.run(
            Planted.settings(new Task.Regression(), 1, 3, 2),
            List.of(0.1),
            values(),
            FitStore.inMemory(),
            NOBODY);
    assertThat(effects)
        .extracting(Effect::name)
        .containsExactly("none", "kl 0.1", "f 0.1", "wasserstein 0.1");
  }
}
