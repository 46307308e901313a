// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Offset;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.ShadowShare;
import io.skewline.fusion.Tally;
import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.train.LabelMatch;
import io.skewline.train.LabelRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Windows of 1 s. */
class ScoreJoinerTest {
  private static final StreamId CAM = new StreamId("cam");
  private static final String V1 = "1".repeat(64);
  private static final String V2 = "2".repeat(64);

  private final Map<Bytes, byte[]> committed = new TreeMap<>();
  private ScoreSettings settings = settings(10, 0.5);
  private ScoreStore store = restored();
  private ScoreJoiner joiner = new ScoreJoiner(settings, store, Meters.unread());

  private static ScoreSettings settings(int horizonSeconds, double shadowShare) {
    return new ScoreSettings(
        "scores",
        "shadow",
        Duration.ofSeconds(horizonSeconds),
        new LabelMatch(LabelRule.MAJORITY, 0.5),
        new ShadowShare(shadowShare),
        Set.of("no", "yes"));
  }

  private ScoreStore restored() {
    ScoreStore fresh = ScoreStore.builder().build();
    committed.forEach((key, value) -> fresh.load(key.get(), value));
    return fresh;
  }

  private void commit() {
    store.writeChanges(
        (key, value) -> {
          if (value == null) {
            committed.remove(Bytes.wrap(key));
          } else {
            committed.put(Bytes.wrap(key), value);
          }
        });
  }

  /** What was not committed is lost. */
  private void restart() {
    store = restored();
    joiner = new ScoreJoiner(settings, store, Meters.unread());
  }

  private void take(Object event) {
    if (event instanceof Made made) {
      joiner.predicted(made);
    } else {
      joiner.label((DatedLabel) event);
    }
  }

  private static WindowId window(StreamId stream, long second) {
    return new WindowId(stream, 0, second * 1_000_000, (second + 1) * 1_000_000);
  }

  private static Made made(WindowId window, Role role, String said, long appendMillis) {
    boolean champion = role == Role.CHAMPION;
    ScoreSlice slice =
        new ScoreSlice(
            role, champion ? 1 : 2, champion ? V1 : V2, "audio+video", Offset.TO_40MS, Delay.NONE);
    return new Made(window, slice, said, 0, 0.75, Double.NaN, Double.NaN, appendMillis);
  }

  private static DatedLabel label(StreamId stream, double from, double to, String name, long at) {
    return label(stream, from, to, name, "", at);
  }

  private static DatedLabel label(
      StreamId stream, double from, double to, String name, String split, long at) {
    return new DatedLabel(
        new Label(
            stream, Math.round(from * 1e6), Math.round(to * 1e6), new ClassTarget(name), split, ""),
        at);
  }

  private Tally tally(Role role, Delay delay) {
    Tally sum = new Tally();
    store.tallies().stream()
        .filter(t -> t.slice().role() == role && t.slice().delay() == delay)
        .forEach(t -> sum.add(t.tally()));
    return sum;
  }

  private static Map<String, List<Object>> shown(Map<String, Tally> tallies) {
    Map<String, List<Object>> shown = new TreeMap<>();
    tallies.forEach((key, t) -> shown.put(key, List.of(t.numbers(), t.confusion(), t.bins())));
    return shown;
  }

  /** Shuffled, doubled and contradicting input, and restarts that lose what was not committed. */
  @RepeatedTest(20)
  void shouldCountAsTheOracleDoes() {
    long seed = Long.getLong("skewline.seed", System.nanoTime());
    Random random = new Random(seed);
    settings = settings(4 + random.nextInt(20), random.nextInt(3) / 2.0);
    restart();
    List<Object> events = events(random);
    int position = 0;
    int committedTo = 0;
    int restarts = 0;
    while (position < events.size()) {
      take(events.get(position++));
      if (random.nextInt(6) == 0) {
        commit();
        committedTo = position;
      }
      if (restarts < 30 && random.nextInt(10) == 0) {
        restart();
        position = committedTo;
        restarts++;
      }
    }
    Map<String, Tally> found = new TreeMap<>();
    store.tallies().forEach(t -> found.put(t.slice().text(), t.tally()));
    assertThat(shown(found))
        .as("-Dskewline.seed=%d, %d restarts", seed, restarts)
        .isEqualTo(shown(new ScoreOracle(settings, events).tallies()));
  }

  private static List<Object> events(Random random) {
    List<Object> events = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      StreamId stream = new StreamId("s" + s);
      for (int second = 0; second < 30; second++) {
        events.add(made(window(stream, second), Role.CHAMPION, said(random), 0));
        if (random.nextInt(2) == 0) {
          events.add(made(window(stream, second), Role.CHALLENGER, said(random), 0));
        }
        if (random.nextInt(5) > 0) {
          double from = second + random.nextInt(3) / 4.0;
          String split = random.nextInt(6) == 0 ? "val" : "";
          Object label = label(stream, from, from + 1 + random.nextInt(2), said(random), split, 0);
          events.add(label);
          if (random.nextInt(4) == 0) {
            events.add(label);
          }
        }
      }
    }
    // Each comes a little before or after its turn, now and then far off.
    List<Integer> turns = new ArrayList<>();
    Map<Integer, Integer> turn = new TreeMap<>();
    for (int i = 0; i < events.size(); i++) {
      turns.add(i);
      turn.put(i, i + random.nextInt(random.nextInt(10) == 0 ? 60 : 8));
    }
    Collections.shuffle(turns, random);
    turns.sort((a, b) -> Integer.compare(turn.get(a), turn.get(b)));
    List<Object> shuffled = new ArrayList<>();
    for (int i : turns) {
      shuffled.add(dated(events.get(i), shuffled.size() * 20_000L));
    }
    return shuffled;
  }

  private static Object dated(Object event, long millis) {
    return event instanceof Made made
        ? made(made.window(), made.role(), made.said(), millis)
        : new DatedLabel(((DatedLabel) event).label(), millis);
  }

  private static String said(Random random) {
    return random.nextInt(3) == 0 ? "no" : "yes";
  }

  @Test
  void shouldTellHowLateALabelCame() {
    take(made(window(CAM, 0), Role.CHAMPION, "yes", 1_000));
    take(made(window(CAM, 1), Role.CHAMPION, "yes", 2_000));
    take(label(CAM, 0, 1, "yes", 60_999));
    take(label(CAM, 1, 2, "no", 62_000));
    take(label(CAM, 2, 3, "no", 63_000));
    take(made(window(CAM, 2), Role.CHAMPION, "no", 99_000));
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().predictions()).isEqualTo(3);
    assertThat(tally(Role.CHAMPION, Delay.TO_1M).numbers().hits()).isEqualTo(2);
    Tally late = tally(Role.CHAMPION, Delay.TO_10M);
    assertThat(late.confusion()).isEqualTo(Map.of(new Tally.Cell("no", "yes"), 1L));
    assertThat(late.bins().get(7)).isEqualTo(new Tally.Bin(1, 0, 0.75));
  }

  @Test
  void shouldHoldChallengersAgainstChampionsOnTheSameWindow() {
    settings = settings(10, 1);
    restart();
    for (int second = 0; second < 4; second++) {
      String champion = second < 2 ? "yes" : "no";
      String challenger = second % 2 == 0 ? "yes" : "no";
      take(made(window(CAM, second), Role.CHAMPION, champion, 0));
      if (second == 3) {
        take(label(CAM, 0, 4, "yes", 0));
      }
      take(made(window(CAM, second), Role.CHALLENGER, challenger, 0));
      commit();
      restart();
    }
    Tally.Numbers numbers = tally(Role.CHALLENGER, Delay.TO_1M).numbers();
    assertThat(numbers.paired()).isEqualTo(4);
    assertThat(numbers.won()).as("second 2").isEqualTo(1);
    assertThat(numbers.lost()).as("second 1").isEqualTo(1);
    assertThat(store.stream(CAM).judged).isEmpty();
  }

  /** The windows of one label err together: they are one observation, over a restart, too. */
  @Test
  void shouldCountALabelOnceForEachModel() {
    for (int second = 0; second < 4; second++) {
      take(made(window(CAM, second), Role.CHAMPION, second == 0 ? "yes" : "no", 0));
      if (second == 1) {
        take(label(CAM, 0, 4, "yes", 0));
        commit();
        restart();
      }
    }
    Tally.Numbers numbers = tally(Role.CHAMPION, Delay.TO_1M).numbers();
    assertThat(numbers.labelled()).isEqualTo(4);
    assertThat(numbers.hits()).isEqualTo(1);
    assertThat(numbers.labels()).isEqualTo(1);
    assertThat(numbers.labelHits()).as("of the first window").isEqualTo(1);
    take(label(CAM, 4, 5, "no", 0));
    take(made(window(CAM, 4), Role.CHAMPION, "yes", 0));
    assertThat(tally(Role.CHAMPION, Delay.TO_1M).numbers().labels()).isEqualTo(2);
    assertThat(tally(Role.CHAMPION, Delay.TO_1M).numbers().labelHits()).isEqualTo(1);
  }

  /** Labels of reported data, of a class of somebody else's, and values where classes are. */
  @Test
  void shouldShowWhatMayNotDecide() {
    settings = settings(10, 1);
    restart();
    for (int second = 0; second < 3; second++) {
      take(made(window(CAM, second), Role.CHAMPION, "yes", 0));
      take(made(window(CAM, second), Role.CHALLENGER, "no", 0));
    }
    take(label(CAM, 0, 1, "yes", "val", 0));
    take(label(CAM, 1, 2, "maybe", 0));
    take(new DatedLabel(new Label(CAM, 2_000_000, 3_000_000, new ValueTarget(1), "", ""), 0));
    Tally.Numbers champion = tally(Role.CHAMPION, Delay.TO_1M).numbers();
    assertThat(champion.labelled()).isEqualTo(3);
    assertThat(champion.hits()).isEqualTo(1);
    assertThat(champion.labels()).isZero();
    Tally.Numbers challenger = tally(Role.CHALLENGER, Delay.TO_1M).numbers();
    assertThat(challenger.labels()).isZero();
    assertThat(challenger.paired()).isZero();
    take(made(window(CAM, 3), Role.CHAMPION, "yes", 0));
    take(label(CAM, 3, 4, "yes", "train", 0));
    assertThat(tally(Role.CHAMPION, Delay.TO_1M).numbers().labels()).isEqualTo(1);
  }

  /**
   * Labels of 20 windows that are all right or all wrong. Counted by label the test keeps its
   * promise; by window it would not.
   */
  @Test
  void shouldLetTheTestKeepItsPromiseWhereErrorsCluster() {
    long seed = Long.getLong("skewline.seed", System.nanoTime());
    Random random = new Random(seed);
    BettingTest test = new BettingTest(0.05);
    int runs = 200;
    int byLabel = 0;
    int byWindow = 0;
    for (int run = 0; run < runs; run++) {
      committed.clear();
      restart();
      boolean label = false;
      boolean window = false;
      for (int i = 0; i < 60; i++) {
        take(label(CAM, i * 20, (i + 1) * 20, random.nextInt(10) < 8 ? "yes" : "no", 0));
        for (int second = i * 20; second < (i + 1) * 20; second++) {
          take(made(window(CAM, second), Role.CHAMPION, "yes", 0));
        }
        Tally.Numbers n = tally(Role.CHAMPION, Delay.TO_1M).numbers();
        label |= test.alarms(n.labelHits(), n.labels(), 0.8);
        window |= test.alarms(n.hits(), n.labelled(), 0.8);
      }
      byLabel += label ? 1 : 0;
      byWindow += window ? 1 : 0;
    }
    double most = runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95);
    assertThat(byLabel).as("-Dskewline.seed=%d", seed).isLessThanOrEqualTo((int) most);
    assertThat(byWindow).as("-Dskewline.seed=%d", seed).isGreaterThan((int) most);
  }

  @Test
  void shouldGiveUpWithTheHorizonAndInOtherEpochsOneHorizonLater() {
    take(made(window(CAM, 0), Role.CHAMPION, "yes", 0));
    take(made(window(CAM, 10), Role.CHAMPION, "yes", 0));
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().unlabelled()).isZero();
    take(made(window(CAM, 11), Role.CHAMPION, "yes", 0));
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().unlabelled()).isEqualTo(1);
    take(made(new WindowId(CAM, 1, 0, 1_000_000), Role.CHAMPION, "yes", 0));
    take(made(new WindowId(CAM, 1, 9_000_000, 10_000_000), Role.CHAMPION, "yes", 0));
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().unlabelled()).isEqualTo(1);
    take(made(new WindowId(CAM, 1, 11_000_000, 12_000_000), Role.CHAMPION, "yes", 0));
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().unlabelled())
        .as("both of epoch 0, and the first of epoch 1")
        .isEqualTo(4);
  }

  @Test
  void shouldBeBounded() {
    settings = settings(100_000_000, 1);
    restart();
    for (int second = 0; second < ScoreJoiner.MOST + 5; second++) {
      take(made(window(CAM, second), Role.CHAMPION, "yes", 0));
      take(label(CAM, 200_000 + second, 200_001 + second, "yes", 0));
    }
    assertThat(store.stream(CAM).waiting).hasSize(ScoreJoiner.MOST);
    assertThat(store.stream(CAM).labels).hasSize(ScoreJoiner.MOST);
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().unlabelled()).isEqualTo(5);
    for (int i = 0; i < ScoreJoiner.MOST; i++) {
      take(made(window(new StreamId("other-" + i), 0), Role.CHAMPION, "yes", 0));
    }
    assertThat(store.streams()).isEqualTo(ScoreJoiner.MOST);
    assertThat(tally(Role.CHAMPION, Delay.NONE).numbers().unlabelled())
        .as("the one that was quiet longest went")
        .isEqualTo(ScoreJoiner.MOST + 5);
    commit();
    restart();
    assertThat(store.streams()).isEqualTo(ScoreJoiner.MOST);
    assertThat(committed).hasSize(2 * ScoreJoiner.MOST + 1);
  }

  @Test
  void shouldForgetTheModelThatPredictedLongestAgo() {
    for (int version = 1; version <= ScoreJoiner.MOST_MODELS + 1; version++) {
      Made made = made(window(CAM, version), Role.CHAMPION, "yes", version);
      ScoreSlice slice =
          new ScoreSlice(
              Role.CHAMPION, version, "h" + version, "audio", Offset.TO_40MS, Delay.NONE);
      take(new Made(made.window(), slice, "yes", 0, 0.5, 0, 0, version));
    }
    assertThat(store.tallies().stream().map(t -> t.slice().version()))
        .hasSize(ScoreJoiner.MOST_MODELS)
        .doesNotContain(1L);
  }

  @Test
  void shouldMeasureValues() {
    ScoreSlice slice = made(window(CAM, 0), Role.CHAMPION, "", 0).slice();
    take(new Made(window(CAM, 0), slice, "", 1.5, 0.9, 1, 2, 0));
    take(new Made(window(CAM, 1), slice, "", -1, 0.9, -2, -0.5, 0));
    take(new DatedLabel(new Label(CAM, 0, 2_000_000, new ValueTarget(1), "", ""), 0));
    Tally.Numbers numbers = tally(Role.CHAMPION, Delay.TO_1M).numbers();
    assertThat(numbers.labelled()).isEqualTo(2);
    assertThat(numbers.hits()).isEqualTo(1);
    assertThat(numbers.covered()).isEqualTo(1);
    assertThat(numbers.absolute()).isEqualTo(2.5);
    assertThat(numbers.squares()).isEqualTo(4.25);
  }
}
