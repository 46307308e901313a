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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class RollbackMonitorTest {
  private final Scoreboard board = new Scoreboard();
  private final Life life = new Life();
  private RollbackMonitor monitor = monitor();

  /** Models are their hashes. */
  private static final class Life implements RollbackMonitor.Actions {
    final List<ModelDecision> decisions = new ArrayList<>();
    final Set<String> gone = new TreeSet<>();
    String active = "a";
    boolean away;
    boolean overtaken;

    @Override
    public Collection<ModelDecision> decisions() {
      return decisions;
    }

    @Override
    public Optional<RollbackMonitor.Active> active() {
      return Optional.of(new RollbackMonitor.Active(active, version(active)));
    }

    @Override
    public boolean activate(String hash, String reason) {
      if (overtaken) {
        throw new OvertakenException(
            new Activation(Activation.Role.ACTIVE, hash, 1, 1, FrameLayers.ALL, ""),
            Optional.empty());
      }
      if (gone.contains(hash)) {
        return false;
      }
      active = hash;
      return true;
    }

    @Override
    public void append(ModelDecision decision) {
      if (away) {
        throw new KafkaException("away");
      }
      decisions.add(decision);
    }
  }

  private RollbackMonitor monitor() {
    RollbackMonitor fresh =
        new RollbackMonitor(new RollbackSettings(true, 0.05, 0.01, 50, 500, 200), life);
    fresh.begin(board);
    return fresh;
  }

  private static long version(String hash) {
    return hash.charAt(0) - 'a' + 1;
  }

  /** In two slices, as the counts stand. */
  private void score(String hash, long hits, long n, long lastMillis) {
    score(hash, Delay.TO_1M, hits / 2, n / 2, lastMillis);
    score(hash, Delay.TO_1H, hits - hits / 2, n - n / 2, lastMillis);
    monitor.look(board);
  }

  private void score(String hash, Delay delay, long hits, long n, long lastMillis) {
    ScoreSlice slice =
        new ScoreSlice(Role.CHAMPION, version(hash), hash, "audio", Offset.TO_40MS, delay);
    Tally tally =
        new Tally(new Tally.Numbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, n, hits), List.of(), Map.of());
    board.put(new ModelScore(slice, 0, 0, lastMillis, tally));
  }

  private void promoted(String hash, String against, Map<String, Metric> numbers, By by) {
    life.decisions.add(
        new ModelDecision(Verdict.PROMOTED, by, hash, version(hash), against, 0, "", numbers));
  }

  /** It was good, and the detector saw it fall: what it replaced would do no better now. */
  @Test
  void shouldLeaveDriftInAProbationToTheTrainer() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 40, 44, 20);
    monitor.drifted("b");
    score("b", 50, 200, 21);
    assertThat(life.active).isEqualTo("b");
    assertThat(monitor.refusal("x", board)).as("what is learnt of it is published").isEmpty();
  }

  /** What was good before the world changed is no measure, nor worth going back to. */
  @Test
  void shouldKeepWhatDoesBetterInANewWorld() {
    score("a", 1_900, 2_000, 10);
    score("a", 1_980, 2_200, 11);
    life.active = "b";
    for (int n = 50; n <= 500; n += 50) {
      score("b", n * 7L / 10, n, 20);
    }
    assertThat(life.decisions).isEmpty();
    life.active = "c";
    score("c", 20, 100, 30);
    assertThat(life.active).as("worse in the new world, too").isEqualTo("b");
  }

  /** The marks of the looks are gone; the promotion's record says how the replaced one did. */
  @Test
  void shouldKnowFromTheRecordHowTheReplacedOneDid() {
    score("a", 1_800, 2_000, 10);
    score("a", 1_960, 2_400, 11);
    promoted("b", "a", Map.of(), By.GATE);
    life.decisions.set(0, monitor.noting(life.decisions.get(0)));
    assertThat(life.decisions.get(0).numbers().get("replaced.accuracy").value()).isEqualTo(0.4);
    monitor = monitor();
    life.active = "b";
    score("b", 140, 200, 20);
    assertThat(life.active).isEqualTo("b");
    life.decisions.set(
        0, life.decisions.get(0).with("replaced.accuracy", new Metric(0.9, 0.9, 0.9, 200)));
    monitor = monitor();
    score("b", 150, 220, 20);
    assertThat(life.active).isEqualTo("a");
  }

  /** Every fit has another hash. */
  @Test
  void shouldKeepNewOnesBackLongerTheMoreWereTakenBackInARow() {
    assertThat(monitor.refusal("x", board)).isEmpty();
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 40, 100, 20);
    assertThat(monitor.refusal("b", board).orElseThrow()).startsWith("it was taken back before");
    score("a", 900 + 180, 1_000 + 199, 30);
    assertThat(monitor.refusal("x", board).orElseThrow())
        .isEqualTo(
            "1 taken back in a row, the last 199 labels ago: nothing is published before 200");
    score("a", 900 + 180, 1_000 + 200, 30);
    assertThat(monitor.refusal("x", board)).isEmpty();
    life.active = "c";
    score("c", 40, 100, 40);
    assertThat(life.active).isEqualTo("a");
    monitor = monitor();
    score("a", 900 + 540, 1_000 + 599, 50);
    assertThat(monitor.refusal("x", board).orElseThrow())
        .as("twice as long, over a restart")
        .isEqualTo(
            "2 taken back in a row, the last 399 labels ago: nothing is published before 400");
    promoted("d", "a", Map.of(), By.GATE);
    life.active = "d";
    score("d", 450, 500, 60);
    life.active = "e";
    score("e", 40, 100, 70);
    assertThat(monitor.refusal("x", board).orElseThrow()).startsWith("1 taken back in a row");
    monitor = monitor();
    assertThat(monitor.refusal("x", board).orElseThrow()).startsWith("1 taken back in a row");
  }

  /** Before the scoreboard has been read. */
  @Test
  void shouldKnowWhatWasTakenBackBeforeItBegins() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 40, 100, 20);
    monitor = new RollbackMonitor(new RollbackSettings(true, 0.05, 0.01, 50, 500, 200), life);
    monitor.restore();
    assertThat(monitor.barred("b")).isTrue();
    assertThat(monitor.refusal("x", new Scoreboard())).isPresent();
  }

  @Test
  void shouldGiveWayToAUser() {
    score("a", 900, 1_000, 10);
    promoted("c", "", Map.of(), By.USER);
    promoted("b", "a", Map.of(), By.GATE);
    promoted("c", "b", Map.of(), By.USER);
    life.active = "b";
    score("b", 40, 100, 20);
    assertThat(life.active).as("c is on its way").isEqualTo("b");
    life.decisions.remove(2);
    life.overtaken = true;
    score("b", 40, 101, 20);
    assertThat(life.active).as("somebody came first").isEqualTo("b");
    assertThat(life.decisions).hasSize(2);
    life.overtaken = false;
    score("b", 40, 102, 20);
    assertThat(life.active).as("the user's was before").isEqualTo("a");
  }

  /** It would have gone within its probation, but for the cool-down. */
  @Test
  void shouldNotTakeWaitingForPassing() {
    RollbackSettings settings = new RollbackSettings(true, 0.05, 0.01, 50, 500, 1_000);
    monitor = new RollbackMonitor(settings, life);
    monitor.begin(board);
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 40, 100, 20);
    Metric lately = new Metric(0.9, 0.9, 0.9, 200);
    promoted("c", "a", Map.of("replaced.accuracy", lately), By.GATE);
    life.active = "c";
    score("c", 240, 600, 30);
    assertThat(life.active).as("so soon").isEqualTo("c");
    monitor = new RollbackMonitor(settings, life);
    monitor.begin(board);
    monitor.begin(board);
    score("c", 400, 1_000, 30);
    assertThat(life.active).isEqualTo("a");
  }

  @Test
  void shouldTakeBackWhatIsWorseAndSayWhy() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 20, 49, 20);
    assertThat(life.decisions).as("too few to decide").isEmpty();
    score("b", 24, 60, 20);
    assertThat(life.active).isEqualTo("a");
    assertThat(monitor.barred("b")).isTrue();
    assertThat(life.decisions).hasSize(1);
    ModelDecision decision = life.decisions.get(0);
    assertThat(decision.verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(decision.by()).isEqualTo(By.MONITOR);
    assertThat(decision.hash()).isEqualTo("b");
    assertThat(decision.againstVersion()).isEqualTo(1);
    assertThat(decision.reason())
        .isEqualTo("accuracy 0.400 over 60 labels; version 1's over its last 1000 is 0.900");
    assertThat(decision.numbers().get("log-capital").value()).isGreaterThan(-Math.log(0.01));
    assertThat(decision.numbers().get("labels").n()).isEqualTo(1_060);
  }

  @Test
  void shouldKeepWhatIsAboutAsGood() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    for (int n = 50; n <= 600; n += 10) {
      score("b", n * 86L / 100, n, 20);
    }
    assertThat(life.decisions).isEmpty();
    score("b", 516, 1_100, 30);
    assertThat(life.active).as("after probation: drift").isEqualTo("b");
  }

  @Test
  void shouldTakeTheGatesWordWhereTheReplacedOneHasTooFewLabels() {
    score("a", 10, 20, 10);
    life.active = "b";
    promoted("a", "", Map.of(), By.GATE);
    promoted("b", "a", Map.of("challenger.accuracy", new Metric(0.8, 0.7, 0.9, 100)), By.GATE);
    score("b", 30, 100, 20);
    assertThat(life.active).isEqualTo("a");
    assertThat(life.decisions.get(2).reason()).contains("its gate's is 0.800");
  }

  @Test
  void shouldNeitherGoBackToWhatWasTakenBackNorTwiceInAShortTime() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 40, 100, 20);
    assertThat(life.active).isEqualTo("a");
    monitor = monitor();
    assertThat(monitor.barred("b")).as("known from the log").isTrue();
    score("a", 945, 1_050, 25);
    life.active = "c";
    score("c", 40, 100, 30);
    assertThat(life.active).as("150 labels later").isEqualTo("c");
    score("c", 80, 200, 30);
    assertThat(life.active).as("b predicted later than a, but was taken back").isEqualTo("a");
    assertThat(life.decisions).hasSize(2);
  }

  @Test
  void shouldTakeTheNextWhereTheLastIsGone() {
    score("a", 900, 1_000, 10);
    score("b", 880, 1_000, 20);
    life.active = "c";
    life.gone.add("b");
    score("c", 40, 100, 30);
    assertThat(life.active).isEqualTo("a");
  }

  @Test
  void shouldLeaveAloneWhatHasPassedBeforeARestart() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    promoted("b", "a", Map.of("challenger.accuracy", new Metric(0.9, 0.9, 0.9, 100)), By.GATE);
    score("b", 455, 500, 20);
    monitor = monitor();
    score("b", 455, 900, 20);
    assertThat(life.active).isEqualTo("b");
  }

  @Test
  void shouldWriteItsDecisionLaterWhereItCannotNow() {
    score("a", 900, 1_000, 10);
    life.active = "b";
    life.away = true;
    assertThatThrownBy(() -> score("b", 40, 100, 20)).isInstanceOf(KafkaException.class);
    assertThat(life.active).isEqualTo("a");
    life.away = false;
    monitor.look(board);
    monitor.look(board);
    assertThat(life.decisions).hasSize(1);
  }

  @Test
  void shouldDoNothingWhenTurnedOff() {
    monitor = new RollbackMonitor(new RollbackSettings(false, 0.05, 0.01, 50, 500, 200), life);
    score("a", 900, 1_000, 10);
    life.active = "b";
    score("b", 0, 100, 20);
    assertThat(life.active).isEqualTo("b");
  }
}
