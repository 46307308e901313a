// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Offset;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.train.score.ShadowTrial.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShadowTrialTest {
  private static final Model OLD = new Model("old", 1);
  private static final Model NEW = new Model("new", 2);

  private final Scoreboard board = new Scoreboard();
  private final Life life = new Life();
  private ShadowTrial trial = new ShadowTrial(100, life);

  private static final class Life implements ShadowTrial.Actions {
    final List<ModelDecision> decisions = new ArrayList<>();
    Model champion = OLD;
    Optional<Model> candidate = Optional.empty();

    @Override
    public Collection<ModelDecision> decisions() {
      return decisions;
    }

    @Override
    public Optional<Model> champion() {
      return Optional.of(champion);
    }

    @Override
    public boolean promote(String hash, String reason) {
      champion = candidate.orElseThrow();
      return true;
    }

    @Override
    public void withdraw() {
      candidate = Optional.empty();
    }

    @Override
    public void append(ModelDecision decision) {
      decisions.add(decision);
    }
  }

  private void begin(Model model) {
    trial.begin(model, "passed", () -> life.candidate = Optional.of(model));
  }

  private void paired(long paired, long won, long lost) {
    ScoreSlice slice =
        new ScoreSlice(Role.CHALLENGER, 2, "new", "audio", Offset.TO_40MS, Delay.TO_1M);
    Tally tally =
        new Tally(
            new Tally.Numbers(0, paired, 0, 0, 0, paired, won, lost, 0, 0, 0, 0, 0),
            List.of(),
            Map.of());
    board.put(new ModelScore(slice, 0, 0, 0, tally));
    trial.look(board);
  }

  private List<Verdict> verdicts() {
    return life.decisions.stream().map(ModelDecision::verdict).toList();
  }

  @Test
  void shouldPromoteWhatIsNotWorse() {
    begin(NEW);
    paired(99, 0, 50);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED);
    paired(100, 10, 14);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.PROMOTED);
    assertThat(life.champion).isEqualTo(NEW);
    assertThat(life.candidate).isEmpty();
    ModelDecision last = life.decisions.get(1);
    assertThat(last.by()).isEqualTo(By.SHADOW);
    assertThat(last.reason())
        .isEqualTo("won 10 and lost 14 of 100 windows that both models scored");
  }

  @Test
  void shouldWithdrawWhatIsWorse() {
    begin(NEW);
    paired(100, 10, 16);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.WITHDRAWN);
    assertThat(life.champion).isEqualTo(OLD);
    assertThat(life.candidate).isEmpty();
    assertThat(life.decisions.get(1).againstHash()).isEqualTo("old");
  }

  @Test
  void shouldTryOneAtATimeAndGoOnAfterARestart() {
    begin(NEW);
    trial = new ShadowTrial(100, life);
    trial.begin(board);
    begin(new Model("newer", 3));
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.KEPT_BACK);
    assertThat(life.candidate).contains(NEW);
    trial = new ShadowTrial(100, life);
    trial.begin(board);
    paired(120, 5, 0);
    assertThat(life.champion).isEqualTo(NEW);
    begin(new Model("newest", 4));
    assertThat(life.candidate).contains(new Model("newest", 4));
  }

  @Test
  void shouldEndWhenSomebodyMadeItActive() {
    begin(NEW);
    life.champion = NEW;
    paired(3, 0, 3);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.PROMOTED);
    assertThat(life.candidate).isEmpty();
  }
}
