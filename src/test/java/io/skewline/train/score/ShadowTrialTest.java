// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Offset;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.models.OvertakenException;
import io.skewline.train.score.ShadowTrial.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ShadowTrialTest {
  private static final Model OLD = new Model("old", 1);
  private static final Model NEW = new Model("new", 2);
  private static final Map<String, Metric> NUMBERS = Map.of("cost", new Metric(1, 1, 1, 9));

  private final Scoreboard board = new Scoreboard();
  private final Life life = new Life();
  private ShadowTrial trial = new ShadowTrial(100, 0.5, life);

  private static final class Life implements ShadowTrial.Actions {
    final List<ModelDecision> decisions = new ArrayList<>();
    Model champion = OLD;
    Optional<Model> candidate = Optional.empty();
    boolean overtaken;
    boolean away;

    @Override
    public Collection<ModelDecision> decisions() {
      return decisions;
    }

    @Override
    public Optional<Model> champion() {
      return Optional.of(champion);
    }

    @Override
    public boolean isCandidate(String hash) {
      return candidate.filter(model -> model.hash().equals(hash)).isPresent();
    }

    @Override
    public boolean promote(String hash, String reason) {
      if (overtaken) {
        champion = new Model("other", 7);
        throw new OvertakenException(
            new Activation(Activation.Role.ACTIVE, hash, 2, 1, FrameLayers.ALL, ""),
            Optional.empty());
      }
      champion = candidate.orElseThrow();
      return true;
    }

    @Override
    public void withdraw() {
      candidate = Optional.empty();
    }

    @Override
    public void append(ModelDecision decision) {
      if (away) {
        throw new KafkaException("away");
      }
      decisions.add(decision);
    }
  }

  private void begin(Model model) {
    trial.begin(model, "passed", NUMBERS, () -> life.candidate = Optional.of(model));
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
    trial = new ShadowTrial(100, 0.5, life);
    trial.begin(board);
    begin(new Model("newer", 3));
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.KEPT_BACK);
    assertThat(life.candidate).contains(NEW);
    trial = new ShadowTrial(100, 0.5, life);
    trial.begin(board);
    paired(120, 5, 0);
    assertThat(life.champion).isEqualTo(NEW);
    begin(new Model("newest", 4));
    assertThat(life.candidate).contains(new Model("newest", 4));
  }

  private void championMet(String hash, long labelled) {
    ScoreSlice slice = new ScoreSlice(Role.CHAMPION, 1, hash, "audio", Offset.TO_40MS, Delay.TO_1M);
    Tally tally =
        new Tally(
            new Tally.Numbers(0, labelled, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), List.of(), Map.of());
    board.put(new ModelScore(slice, 0, 0, 0, tally));
    trial.look(board);
  }

  private void shadowedBy(By by, Model model) {
    life.decisions.add(
        new ModelDecision(
            Verdict.SHADOWED, by, model.hash(), model.version(), "", 0, "by hand", Map.of()));
    life.candidate = Optional.of(model);
  }

  @Test
  void shouldLeaveTheCandidatesOfOthersAlone() {
    shadowedBy(By.USER, NEW);
    trial.begin(board);
    paired(200, 100, 0);
    assertThat(life.champion).isEqualTo(OLD);
    assertThat(life.candidate).contains(NEW);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED);
    trial = new ShadowTrial(0, 0.5, life);
    trial.begin(board);
    trial.look(board);
    assertThat(life.candidate).contains(NEW);
  }

  @Test
  void shouldEndWhatItFindsWhereThereAreNoTrialsAnyMore() {
    begin(NEW);
    trial = new ShadowTrial(0, 0.5, life);
    trial.begin(board);
    trial.look(board);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.WITHDRAWN);
    assertThat(life.champion).isEqualTo(OLD);
    assertThat(life.candidate).isEmpty();
  }

  /** 100 windows are those of 200 labels, at a share of 0.5. */
  @Test
  void shouldEndAfterManyLabelsWithoutEnoughPairs() {
    championMet("old", 50_000);
    begin(NEW);
    championMet("old", 50_000);
    paired(40, 0, 0);
    championMet("old", 52_000);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED);
    championMet("old", 52_001);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.WITHDRAWN);
    assertThat(life.decisions.get(1).reason())
        .isEqualTo(
            "only 40 of 100 windows that both models scored while the active one met 2001 labels");
    begin(new Model("newer", 3));
    assertThat(life.candidate).contains(new Model("newer", 3));
  }

  @Test
  void shouldEndWhenAnotherCandidateTakesItsPlaceAndLeaveThatAlone() {
    begin(NEW);
    Model theirs = new Model("theirs", 9);
    life.candidate = Optional.of(theirs);
    paired(200, 100, 0);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.WITHDRAWN);
    assertThat(life.candidate).contains(theirs);
    assertThat(life.champion).isEqualTo(OLD);
  }

  /** What it won, it won against another one. */
  @Test
  void shouldEndWhenTheChampionChanges() {
    begin(NEW);
    trial = new ShadowTrial(100, 0.5, life);
    trial.begin(board);
    life.champion = new Model("other", 7);
    paired(100, 50, 0);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.WITHDRAWN);
    assertThat(life.decisions.get(1).reason()).isEqualTo("version 7 became the active model");
    assertThat(life.candidate).isEmpty();
  }

  @Test
  void shouldEndWhenSomebodyComesFirst() {
    begin(NEW);
    life.overtaken = true;
    paired(100, 50, 0);
    trial.look(board);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.WITHDRAWN);
    assertThat(life.decisions.get(1).reason()).startsWith("overtaken: ");
  }

  @Test
  void shouldKeepTheNumbersOfTheGate() {
    begin(NEW);
    begin(new Model("newer", 3));
    assertThat(life.decisions)
        .extracting(ModelDecision::verdict)
        .containsExactly(Verdict.SHADOWED, Verdict.KEPT_BACK);
    assertThat(life.decisions).allMatch(decision -> decision.numbers().equals(NUMBERS));
  }

  @Test
  void shouldWriteItsEndLaterWhereItCannotNow() {
    begin(NEW);
    life.away = true;
    assertThatThrownBy(() -> paired(100, 10, 14)).isInstanceOf(KafkaException.class);
    life.away = false;
    trial.begin(board);
    trial.look(board);
    trial.look(board);
    assertThat(verdicts()).containsExactly(Verdict.SHADOWED, Verdict.PROMOTED);
    assertThat(life.decisions.get(1).numbers()).containsKeys("won", "lost");
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
