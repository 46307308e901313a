// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.FusionPlan.Anchor;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.learn.measure.ClusterMeasure;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepTest {
  private static final int EVERYTHING = Integer.MAX_VALUE;
  private static final SweepListener NOBODY = (done, all, last) -> {};
  private static final LayerPair PAIR = new LayerPair(Planted.AUDIO, 2, Planted.VIDEO, 1);

  @Test
  void shouldFindThePairWhoseProductIsTheSignal() {
    SweepOutcome outcome =
        Sweep.run(
            Planted.settings(Planted.YES_NO, 3, EVERYTHING, 40),
            Planted.product(960, 2, 1, 5),
            FitStore.inMemory(),
            NOBODY);
    assertThat(outcome.selected().plan().pairs()).containsExactly(PAIR);
    assertThat(outcome.of(outcome.selected()).reported().low()).isGreaterThan(0.9);
    assertThat(outcome.of(outcome.selected()).betterThanLate().low()).isGreaterThan(0.2);
    assertThat(outcome.of(new Linear(Planted.SPECS)).reported().high()).isLessThan(0.7);
    assertThat(outcome.of(outcome.space().pairwise()).relativeCost()).isEqualTo(1);
    assertThat(outcome.without(outcome.selected(), Planted.AUDIO, 0).value())
        .isEqualTo(outcome.of(outcome.selected()).reported().value());
    assertThat(outcome.without(outcome.selected(), Planted.AUDIO, 0.9).high()).isLessThan(0.7);
  }

  @Test
  void shouldNotFallBehindTheOneModalityThatKnows() {
    SweepOutcome outcome =
        Sweep.run(
            Planted.settings(new Task.Regression(), 3, 18, 20),
            Planted.audioOnly(480, 6),
            FitStore.inMemory(),
            NOBODY);
    Linear audio = new Linear(List.of(Planted.SPECS.get(0)));
    assertThat(outcome.better(outcome.selected(), audio).high()).isGreaterThan(0);
    assertThat(outcome.selected().plan().layers(Planted.AUDIO)).contains(3);
  }

  @Test
  void shouldChooseTheSameWhateverTheReportedLabelsSay() {
    List<LabelledWindow> examples = Planted.product(480, 3, 2, 7);
    SweepSettings settings = Planted.settings(Planted.YES_NO, 2, 12, 15);
    Fused chosen = Sweep.run(settings, examples, FitStore.inMemory(), NOBODY).selected();
    List<LabelledWindow> flipped = examples.stream().map(SweepTest::flipIfVal).toList();
    SweepOutcome other = Sweep.run(settings, flipped, FitStore.inMemory(), NOBODY);
    assertThat(other.selected()).isEqualTo(chosen);
    assertThat(other.standings().stream().map(s -> s.contender().name()).toList())
        .as("the same plans were fitted")
        .isEqualTo(
            Sweep.run(settings, examples, FitStore.inMemory(), NOBODY).standings().stream()
                .map(s -> s.contender().name())
                .toList());
  }

  private static LabelledWindow flipIfVal(LabelledWindow w) {
    String name = ((Label.ClassTarget) w.target()).name().equals("yes") ? "no" : "yes";
    return w.split().equals("val")
        ? new LabelledWindow(w.window(), new Label.ClassTarget(name), w.split(), w.group())
        : w;
  }

  /** Clusters: what is said of the windows, val or not, must change nothing at all. */
  @Test
  void shouldSweepWithoutLabels() {
    List<LabelledWindow> examples = Planted.product(240, 2, 2, 7);
    SweepSettings settings = Planted.unlabelled(3, 2, 6, 4);
    SweepOutcome outcome = Sweep.run(settings, examples, FitStore.inMemory(), NOBODY);
    List<LabelledWindow> other =
        examples.stream()
            .map(w -> new LabelledWindow(w.window(), new Label.ValueTarget(1), w.split(), ""))
            .toList();
    assertThat(Sweep.run(settings, other, FitStore.inMemory(), NOBODY).standings())
        .isEqualTo(outcome.standings());
    assertThat(outcome.addition()).isEmpty();
    assertThat(outcome.of(outcome.selected()).measures().keySet())
        .containsExactlyInAnyOrder(ClusterMeasure.values());
    assertThat(outcome.of(outcome.selected()).reported().value()).isBetween(-1.0, 1.0);
    assertThat(outcome.of(new Linear(Planted.SPECS)).reported().value()).isBetween(-1.0, 1.0);
    assertThat(outcome.without(outcome.selected(), Planted.AUDIO, 0.5).value()).isFinite();
  }

  @Test
  void shouldMakeNoFitTwice() {
    List<LabelledWindow> examples = Planted.product(240, 3, 2, 7);
    SweepSettings settings = Planted.settings(Planted.YES_NO, 2, 8, 3);
    Set<String> saved = ConcurrentHashMap.newKeySet();
    FitStore store = counting(FitStore.inMemory(), saved);
    List<Integer> told = new ArrayList<>();
    Sweep.run(
        settings,
        examples,
        store,
        (done, all, last) -> {
          synchronized (told) {
            told.add(all - done);
          }
        });
    assertThat(told).contains(0);
    int first = saved.size();
    assertThat(first).isEqualTo(told.size());
    Sweep.run(settings, examples, store, NOBODY);
    assertThat(saved).as("nothing new").hasSize(first);
  }

  private static FitStore counting(FitStore inner, Set<String> saved) {
    return new FitStore() {
      @Override
      public java.util.Optional<FitResult> find(String key) {
        return inner.find(key);
      }

      @Override
      public void save(FitResult result) {
        assertThat(saved.add(result.key())).as("fitted twice: %s", result.contender()).isTrue();
        inner.save(result);
      }
    };
  }

  @Test
  void shouldSpendNoMoreThanTheBudget() {
    PlanSpace space = new PlanSpace(Planted.SPECS);
    for (int seeds : IntStream.rangeClosed(1, 6).toArray()) {
      for (int fits = SweepSettings.leastBudget(seeds); fits < 11 * seeds; fits++) {
        Budget budget = Budget.of(space, seeds, fits);
        assertThat(budget.fits(seeds)).isLessThanOrEqualTo(fits);
        assertThat(budget.whole()).contains(space.late(), space.pairwise());
        assertThat(seeds == 1 ? budget.screened().size() : budget.finalists()).isPositive();
      }
    }
    assertThatThrownBy(() -> Planted.settings(Planted.YES_NO, 5, 14, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15 fits");
  }

  @Test
  void shouldNameEachPlanOnce() {
    PlanSpace space = new PlanSpace(Planted.SPECS);
    assertThat(space.all().stream().map(p -> p.plan().pairs())).doesNotHaveDuplicates();
    assertThat(space.skew(0, 1)).isEqualTo(space.late());
    assertThat(space.counts()).containsExactly(1, 2);
    assertThat(space.skews(2)).containsExactly(0, 1, -1);
    assertThat(space.skew(1, 2, Anchor.BOTTOM)).isEqualTo(space.skew(1, 2));
    assertThat(space.skew(0, 2, Anchor.BOTTOM).name()).endsWith("from the bottom");
    assertThat(space.pair(PAIR)).isPresent();
  }

  @Test
  void shouldKnowSkewedPlans() {
    PlanSpace space = new PlanSpace(Planted.SPECS);
    for (int i = 1; i <= 3; i++) {
      for (int j = 1; j <= 3; j++) {
        Fused pair = space.pair(new LayerPair(Planted.AUDIO, i, Planted.VIDEO, j)).orElseThrow();
        assertThat(space.isSkewed(pair)).as(pair.name()).isEqualTo(i != j);
      }
    }
    PlanSpace unlike =
        new PlanSpace(
            List.of(new ModalitySpec(Planted.AUDIO, 5, 4), new ModalitySpec(Planted.VIDEO, 4, 4)));
    assertThat(unlike.skew(1, 4, Anchor.BOTTOM))
        .as("counted from the top it has no skew")
        .isEqualTo(unlike.pairwise());
    assertThat(unlike.skewed())
        .contains(unlike.skew(2, 1, Anchor.BOTTOM))
        .doesNotContain(unlike.late(), unlike.pairwise());
    assertThat(unlike.isSkewed(unlike.late())).isFalse();
  }
}
