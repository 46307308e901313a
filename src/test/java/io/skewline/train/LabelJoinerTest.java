// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static io.skewline.train.TestExamples.CAM;
import static io.skewline.train.TestExamples.id;
import static io.skewline.train.TestExamples.label;
import static io.skewline.train.TestExamples.micros;
import static io.skewline.train.TestExamples.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelJoinerTest {
  private static final String CONTRADICTED = "CONTRADICTED";
  private static final String UNLABELLED = "UNLABELLED";
  private final Joined joined = new Joined(Duration.ofSeconds(10));

  /** A joiner and what came out of it; can be restarted from the bytes of its store. */
  private static final class Joined implements LabelJoiner.Sink {
    private final TrainSettings settings;
    private final Map<Bytes, byte[]> bytes = new LinkedHashMap<>();
    private LabelStore store = LabelStore.builder().build();
    private LabelJoiner joiner;
    private final TreeSet<WindowId> pending = new TreeSet<>();
    final Map<WindowId, String> ends = new TreeMap<>();

    Joined(Duration horizon) {
      this(horizon, LabelRule.MAJORITY);
    }

    Joined(Duration horizon, LabelRule rule) {
      settings = TestExamples.with(TestExamples.settings("examples", horizon, 1, 1, 1), rule);
      joiner = new LabelJoiner(settings, store, this);
    }

    void accept(Object event) {
      if (event instanceof WindowId id) {
        pending.add(id);
        joiner.window(window(id));
      } else {
        joiner.label((Label) event);
      }
    }

    void restart() {
      store.writeChanges(
          (key, value) -> {
            if (value == null) {
              bytes.remove(Bytes.wrap(key));
            } else {
              bytes.put(Bytes.wrap(key), value);
            }
          });
      store = LabelStore.builder().build();
      bytes.forEach((key, value) -> store.load(key.get(), value));
      joiner = new LabelJoiner(settings, store, this);
      List.copyOf(pending).forEach(id -> joiner.window(window(id)));
    }

    @Override
    public void labelled(LabelledWindow example) {
      end(example.window().id(), ((Label.ClassTarget) example.target()).name());
    }

    @Override
    public void givenUp(WindowId window, LabelJoiner.Reason reason) {
      end(window, reason.name());
    }

    private void end(WindowId id, String how) {
      assertThat(ends.put(id, how)).as("%s ends once", id).isNull();
      assertThat(pending.remove(id)).isTrue();
    }
  }

  @Test
  void shouldJoinWhicheverComesFirst() {
    joined.accept(id(CAM, 3));
    joined.accept(label(CAM, 3.4, 9, "yes"));
    joined.accept(id(CAM, 4));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 3), "yes", id(CAM, 4), "yes"));
  }

  @Test
  void shouldNotTakeALabelThatCoversTooLittle() {
    joined.accept(id(CAM, 3));
    joined.accept(label(CAM, 3.6, 9, "yes"));
    joined.accept(label(new StreamId("other"), 3, 4, "yes"));
    assertThat(joined.ends).isEmpty();
  }

  @Test
  void shouldDropAWindowOfWhichLabelsSayDifferentThings() {
    joined.accept(label(CAM, 3, 3.5, "yes"));
    joined.accept(label(CAM, 3.5, 4, "no"));
    joined.accept(id(CAM, 3));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 3), CONTRADICTED));
  }

  @Test
  void shouldHearByMajorityOnlyWhoCoversEnough() {
    joined.accept(label(CAM, 3, 3.8, "yes"));
    joined.accept(label(CAM, 3.8, 5, "no"));
    joined.accept(id(CAM, 3));
    joined.accept(id(CAM, 4));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 3), "yes", id(CAM, 4), "no"));
  }

  @Test
  void shouldHearUnanimouslyWhoeverSharesTime() {
    Joined unanimous = new Joined(Duration.ofSeconds(10), LabelRule.UNANIMOUS);
    unanimous.accept(label(CAM, 3, 3.8, "yes"));
    unanimous.accept(label(CAM, 3.8, 5, "no"));
    unanimous.accept(label(CAM, 2.9, 3, "no, but only touches"));
    unanimous.accept(id(CAM, 3));
    unanimous.accept(id(CAM, 4));
    assertThat(unanimous.ends).isEqualTo(Map.of(id(CAM, 3), CONTRADICTED, id(CAM, 4), "no"));
  }

  @Test
  void shouldWaitUnanimouslyUntilALabelCoversEnough() {
    Joined unanimous = new Joined(Duration.ofSeconds(10), LabelRule.UNANIMOUS);
    unanimous.accept(id(CAM, 3));
    unanimous.accept(label(CAM, 3.8, 5, "no"));
    assertThat(unanimous.ends).isEmpty();
    unanimous.accept(label(CAM, 2, 3.8, "yes"));
    assertThat(unanimous.ends).isEqualTo(Map.of(id(CAM, 3), CONTRADICTED));
  }

  @Test
  void shouldTakeALateLabelWithinTheHorizonAndNoneAfter() {
    joined.accept(id(CAM, 3));
    joined.accept(id(CAM, 5));
    joined.accept(id(CAM, 13));
    joined.accept(label(CAM, 3, 4, "late"));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 3), "late"));
    joined.accept(id(CAM, 16));
    joined.accept(label(CAM, 5, 6, "too late"));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 3), "late", id(CAM, 5), UNLABELLED));
  }

  @Test
  void shouldTakeEqualLabelsAsOne() {
    joined.accept(label(CAM, 3, 4, "yes"));
    joined.accept(label(CAM, 3, 4, "yes"));
    joined.accept(label(CAM, 2, 5, "yes"));
    joined.accept(id(CAM, 3));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 3), "yes"));
  }

  @Test
  void shouldGiveUpAfterTheHorizonInEventTime() {
    joined.accept(id(CAM, 4));
    joined.accept(label(CAM, 1, 3, "forgotten"));
    joined.accept(label(CAM, 90, 91, "far ahead, moves nothing"));
    joined.accept(id(CAM, 14));
    assertThat(joined.ends).as("5 is not before 15 - 10").isEmpty();
    joined.accept(id(CAM, 14.1));
    assertThat(joined.ends).isEqualTo(Map.of(id(CAM, 4), UNLABELLED));
    joined.accept(id(CAM, 2));
    assertThat(joined.ends).containsEntry(id(CAM, 2), UNLABELLED);
    assertThat(joined.store.of(CAM)).hasSize(1);
  }

  @Test
  void shouldNotMeasureANewEpochByTheClockOfTheOld() {
    WindowId before = new WindowId(CAM, 0, micros(1_000), micros(1_001));
    joined.accept(before);
    WindowId first = new WindowId(CAM, 1, micros(3), micros(4));
    joined.accept(first);
    assertThat(joined.ends).isEmpty();
    joined.accept(label(CAM, 3, 4, "yes"));
    assertThat(joined.ends).isEqualTo(Map.of(first, "yes"));
    joined.accept(new WindowId(CAM, 1, micros(14), micros(15)));
    assertThat(joined.ends).containsEntry(before, UNLABELLED);
  }

  @Test
  void shouldBoundWhatWaits() {
    for (int i = 0; i < LabelJoiner.MOST + 3; i++) {
      joined.accept(new WindowId(CAM, 0, micros(5) + i, micros(6) + i));
      joined.accept(
          new Label(CAM, micros(50), micros(60) + i, new Label.ClassTarget("later"), "", ""));
    }
    assertThat(joined.ends).hasSize(3).containsValue("OVERFLOW");
    assertThat(joined.store.of(CAM)).hasSize(LabelJoiner.MOST);
  }

  @Test
  void shouldForgetForGoodWhatHasExpired() {
    joined.accept(label(CAM, 1, 3, "forgotten"));
    joined.restart();
    joined.accept(id(CAM, 20));
    joined.restart();
    assertThat(joined.bytes).isEmpty();
    assertThat(joined.store.of(CAM)).isEmpty();
  }

  @Test
  void shouldKeepEveryKindOfLabelOverARestart() {
    Label named = new Label(CAM, -5, 7, new Label.ClassTarget("v1.0 \u00e9"), "val", "g/1");
    Label valued = new Label(CAM, 1, 7, new Label.ValueTarget(-0.25), "", "");
    joined.accept(named);
    joined.accept(valued);
    joined.restart();
    assertThat(joined.store.of(CAM)).containsExactly(named, valued);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldAgreeWithTheDefinition(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      Duration horizon = Duration.ofMillis(random.nextInt(6_000));
      List<Object> events = events(random);
      assertEnds(events, horizon, List.of(), "seed " + seed + " round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void shouldAgreeWithTheDefinitionOverRestarts(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      List<Object> events = events(random);
      List<Integer> restarts =
          List.of(random.nextInt(events.size()), random.nextInt(events.size()));
      assertEnds(events, Duration.ofDays(1), restarts, "seed " + seed + " round " + round);
    }
  }

  private static void assertEnds(
      List<Object> events, Duration horizon, List<Integer> restarts, String what) {
    Joined joined = new Joined(horizon);
    for (int t = 0; t < events.size(); t++) {
      joined.accept(events.get(t));
      if (restarts.contains(t)) {
        joined.restart();
      }
    }
    assertThat(joined.ends)
        .as(what + ": " + events + " within " + horizon)
        .isEqualTo(defined(events, horizon.toNanos() / 1000));
  }

  /** Windows and labels of two streams in any order, each window once, labels also twice. */
  private static List<Object> events(Random random) {
    TreeSet<WindowId> windows = new TreeSet<>();
    List<Object> events = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      StreamId stream = new StreamId("s" + random.nextInt(2));
      windows.add(id(stream, random.nextInt(20) / 2.0));
      double start = random.nextInt(20) / 2.0;
      Label label =
          label(stream, start, start + (1 + random.nextInt(6)) / 2.0, "c" + random.nextInt(2));
      events.add(label);
      if (random.nextInt(4) == 0) {
        events.add(label);
      }
    }
    events.addAll(windows);
    Collections.shuffle(events, random);
    return events;
  }

  /**
   * A window is decided by the first event, itself or a later label, at which a label that is still
   * known covers half of it. A label is known at an event if the stream's time after every event
   * since its own, up to the one before, was at most a horizon past its end. An undecided window is
   * given up at the first event after which the stream's time is more than a horizon past its end.
   */
  private static Map<WindowId, String> defined(List<Object> events, long horizon) {
    Map<WindowId, String> ends = new TreeMap<>();
    for (int w = 0; w < events.size(); w++) {
      if (events.get(w) instanceof WindowId id) {
        for (int t = w; t < events.size() && !ends.containsKey(id); t++) {
          decide(events, horizon, id, t, ends);
        }
      }
    }
    return ends;
  }

  private static void decide(
      List<Object> events, long horizon, WindowId id, int t, Map<WindowId, String> ends) {
    if (!stream(events.get(t)).equals(id.stream())) {
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    for (int l = 0; l <= t; l++) {
      if (events.get(l) instanceof Label label
          && label.stream().equals(id.stream())
          && coversHalf(label, id)
          && (l == t || time(events, id.stream(), t - 1) - horizon <= label.endMicros())) {
        names.add(((Label.ClassTarget) label.target()).name());
      }
    }
    if (!names.isEmpty()) {
      ends.put(id, names.size() == 1 ? names.first() : CONTRADICTED);
    } else if (time(events, id.stream(), t) - horizon > id.endMicros()) {
      ends.put(id, UNLABELLED);
    }
  }

  private static StreamId stream(Object event) {
    return event instanceof WindowId id ? id.stream() : ((Label) event).stream();
  }

  private static boolean coversHalf(Label label, WindowId id) {
    long covered = 0;
    for (long at = id.startMicros(); at < id.endMicros(); at += 1_000) {
      covered += label.startMicros() <= at && at < label.endMicros() ? 1_000 : 0;
    }
    return 2 * covered >= id.endMicros() - id.startMicros();
  }

  /** The newest window end among the first events; low enough to expire nothing before any. */
  private static long time(List<Object> events, StreamId stream, int upTo) {
    long time = Long.MIN_VALUE / 2;
    for (int i = 0; i <= upTo; i++) {
      if (events.get(i) instanceof WindowId id && id.stream().equals(stream)) {
        time = Math.max(time, id.endMicros());
      }
    }
    return time;
  }
}
