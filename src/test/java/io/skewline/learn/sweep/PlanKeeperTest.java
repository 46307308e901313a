// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.learn.FitSettings;
import io.skewline.learn.TrainingRound;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanKeeperTest {
  private static final FitSettings FIT = Planted.settings(Planted.YES_NO, 5, 40, 12).fit();

  @Test
  void shouldChooseInTheFirstRoundAndKeepItUntilItIsChosenAnew() {
    PlanKeeper keeper = new PlanKeeper(FIT, new AutoPlan(22, 2));
    List<LabelledWindow> before = Planted.product(360, 3, 2, 5);
    List<LabelledWindow> after = Planted.product(360, 2, 3, 5);
    FusionPlan first = keeper.next(before).shape().plan();
    assertThat(first.pairs()).contains(new LayerPair(Planted.AUDIO, 3, Planted.VIDEO, 2));
    assertThat(keeper.next(after).shape().plan()).as("kept").isEqualTo(first);
    assertThat(keeper.next(after).shape().plan().pairs())
        .as("chosen anew")
        .contains(new LayerPair(Planted.AUDIO, 2, Planted.VIDEO, 3));
  }

  @Test
  void shouldKeepThePlanWhereTooFewExamplesHoldAllLayers() {
    PlanKeeper keeper = new PlanKeeper(FIT, new AutoPlan(22, 1));
    List<LabelledWindow> full = Planted.product(360, 3, 2, 5);
    FusionPlan first = keeper.next(full).shape().plan();
    List<LabelledWindow> sparse = full.stream().map(PlanKeeperTest::withoutTop).toList();
    assertThat(keeper.next(sparse).shape().plan()).isEqualTo(first);
    List<LabelledWindow> both = new ArrayList<>(sparse);
    both.addAll(Planted.product(360, 2, 3, 5));
    assertThat(keeper.next(both).shape().plan().pairs())
        .as("by those alone that hold all")
        .contains(new LayerPair(Planted.AUDIO, 2, Planted.VIDEO, 3));
  }

  private static LabelledWindow withoutTop(LabelledWindow example) {
    Map<Modality, PooledModality> present = new HashMap<>();
    example
        .window()
        .present()
        .forEach(
            (m, p) ->
                present.put(
                    m,
                    new PooledModality(
                        LayerStack.ofAll(p.layers().layer(1), p.layers().layer(2)), 1, 0)));
    AlignedWindow window = new AlignedWindow(example.window().id(), "", present);
    return new LabelledWindow(window, example.target(), example.split(), example.group());
  }

  @Test
  void shouldSayThatThereAreTooFewExamples() {
    PlanKeeper keeper = new PlanKeeper(FIT, new AutoPlan(22, 2));
    assertThatThrownBy(() -> keeper.next(Planted.product(2, 3, 2, 5)))
        .isInstanceOf(TrainingRound.TooFewException.class);
  }

  @Test
  void shouldRefuseABudgetThatAllowsNoChoice() {
    assertThatThrownBy(() -> new AutoPlan(14, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15 fits");
  }
}
