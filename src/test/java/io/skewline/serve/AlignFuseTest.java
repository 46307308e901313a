// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Ledger;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** align → fuse in a Streams task, with a mocked clock. */
class AlignFuseTest {
  private static final Modality VIDEO = TestModel.VIDEO;
  private static final Modality AUDIO = TestModel.AUDIO;
  private static final Duration D = Duration.ofMillis(500);
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Limits WIDE = new Limits(1_000, 100, 100, 1 << 30);

  private final ActiveModel active = new ActiveModel(Meters.unread());

  private static AlignSettings align(Duration deadline, Limits limits) {
    return AlignSettings.live(
        List.of(
            new AlignedModality(VIDEO, Duration.ofMillis(100), false),
            new AlignedModality(AUDIO, Duration.ofMillis(100), false)),
        new Sliding(Duration.ofSeconds(1), Duration.ofSeconds(1)),
        new Timing(deadline, Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofHours(1), TICK),
        limits);
  }

  private static FuseSettings fuse(int batch, Duration linger, Modality... required) {
    return new FuseSettings(List.of(VIDEO, AUDIO), Set.of(required), batch, linger);
  }

  private static Frame frame(Modality modality, String stream, long millis) {
    return frame(modality, stream, millis, millis);
  }

  private static Frame frame(Modality modality, String stream, long millis, long sequence) {
    LayerStack layers = LayerStack.ofAll(new float[] {millis + 1});
    return new Frame(new StreamId(stream), modality, millis * 1000, sequence, "", 0, layers);
  }

  @Test
  void shouldGiveEachWindowOneVerdictWithOffsetsAndModel() {
    active.swap(new TestModel(3));
    try (var driver = new AlignFuseDriver(align(D, WIDE), fuse(8, Duration.ZERO, VIDEO), active)) {
      driver.pipe(frame(VIDEO, "a", 100));
      driver.pipe(frame(VIDEO, "a", 300));
      driver.pipe(frame(AUDIO, "a", 250));
      driver.pipe(frame(VIDEO, "a", 1_100));
      assertThat(driver.predictions()).isEmpty();
      driver.pipe(frame(AUDIO, "a", 1_100));
      Prediction prediction = driver.predictions().get(0);
      assertThat(prediction.window()).isEqualTo(new WindowId(new StreamId("a"), 0, 0, 1_000_000));
      assertThat(prediction.verdict()).isEqualTo(Verdict.FUSED);
      assertThat(prediction.reason()).isEqualTo(ClosingReason.COMPLETE);
      assertThat(prediction.used()).containsExactly(VIDEO, AUDIO);
      assertThat(prediction.missing()).isEmpty();
      assertThat(prediction.offsetsMicros()).isEqualTo(Map.of(VIDEO, 0L, AUDIO, 50_000L));
      assertThat(prediction.triggerMillis()).isEqualTo(AlignFuseDriver.START.toEpochMilli());
      Prediction.Scored scored = prediction.scored().orElseThrow();
      assertThat(scored.score().scores()).containsExactly(3 + 201 + 251);
      assertThat(scored.modelVersion()).isEqualTo(3);
      assertThat(scored.plan()).isEqualTo("late");
    }
  }

  @Test
  void shouldNameTheSilentModalityWithinTheDeadlineAndOnePunctuation() {
    active.swap(new TestModel(1));
    try (var driver = new AlignFuseDriver(align(D, WIDE), fuse(8, Duration.ZERO), active)) {
      driver.pipe(frame(VIDEO, "a", 400));
      driver.pipe(frame(VIDEO, "a", 1_150));
      driver.behind.add(AUDIO);
      for (int waited = 0; waited < 2_000; waited += 20) {
        driver.advance(TICK);
      }
      assertThat(driver.predictions()).as("audio has backlog").isEmpty();
    }
    try (var driver = new AlignFuseDriver(align(D, WIDE), fuse(8, Duration.ZERO), active)) {
      driver.pipe(frame(VIDEO, "a", 400));
      driver.pipe(frame(VIDEO, "a", 1_150));
      for (int waited = 0; waited < 1_100; waited += 20) {
        assertThat(driver.predictions()).isEmpty();
        driver.advance(TICK);
      }
      Prediction prediction = driver.predictions().get(0);
      assertThat(prediction.reason()).isEqualTo(ClosingReason.DEADLINE);
      assertThat(prediction.silent()).containsExactly(AUDIO);
      assertThat(prediction.missing()).containsExactly(AUDIO);
      assertThat(prediction.verdict()).isEqualTo(Verdict.FUSED_MISSING);
      assertThat(prediction.triggerMillis())
          .isEqualTo(AlignFuseDriver.START.toEpochMilli() + 600 + 500);
    }
  }

  @Test
  void shouldDropWithAReasonAndStillSaySo() {
    try (var driver = new AlignFuseDriver(align(D, WIDE), fuse(8, Duration.ZERO, AUDIO), active)) {
      driver.pipe(frame(VIDEO, "a", 400));
      driver.pipe(frame(VIDEO, "b", 400));
      driver.pipe(frame(AUDIO, "b", 400));
      for (int waited = 0; waited < 1_200; waited += 20) {
        driver.advance(TICK);
      }
      assertThat(driver.predictions())
          .extracting(Prediction::verdict)
          .containsExactly(Verdict.DROPPED_UNPAIRED, Verdict.DROPPED_NO_MODEL);
      assertThat(driver.ledger().get(VIDEO).outcomes())
          .containsEntry(Outcome.UNPAIRED, 1L)
          .containsEntry(Outcome.NO_MODEL, 1L);
      assertThat(driver.ledger().get(AUDIO).open()).isZero();
    }
  }

  @Test
  void shouldAccountForLateDuplicateAndOverflow() {
    active.swap(new TestModel(1));
    Limits tight = new Limits(3, 2, 1, 1 << 30);
    try (var driver = new AlignFuseDriver(align(D, tight), fuse(8, Duration.ZERO), active)) {
      driver.pipe(frame(VIDEO, "a", 1_000));
      driver.pipe(frame(VIDEO, "a", 1_000));
      driver.pipe(frame(VIDEO, "a", 1_200));
      driver.pipe(frame(VIDEO, "a", 900));
      driver.pipe(frame(VIDEO, "a", 1_300));
      driver.pipe(frame(VIDEO, "a", 1_400));
      driver.pipe(frame(VIDEO, "a", 2_000));
      driver.pipe(frame(VIDEO, "a", 3_000));
      driver.pipe(frame(VIDEO, "b", 3_000));
      Ledger.Balance balance = driver.ledger().get(VIDEO);
      assertThat(balance.in()).isEqualTo(9);
      assertThat(balance.open()).isEqualTo(4);
      assertThat(balance.outcomes())
          .containsEntry(Outcome.DUPLICATE, 1L)
          .containsEntry(Outcome.LATE, 1L)
          .containsEntry(Outcome.OVERFLOW, 3L);
      double late =
          driver
              .meters
              .registry()
              .get("skewline.align.frames.ended")
              .tag("outcome", "late")
              .counter()
              .count();
      assertThat(late).isEqualTo(1);
    }
  }

  @Test
  void shouldBatchUpToItsSizeAndLingerNoLonger() {
    TestModel model = new TestModel(1);
    active.swap(model);
    Duration linger = Duration.ofMillis(50);
    try (var driver = new AlignFuseDriver(align(D, WIDE), fuse(3, linger), active)) {
      for (int i = 0; i < 4; i++) {
        driver.pipe(frame(VIDEO, "s" + i, 0));
        driver.pipe(frame(VIDEO, "s" + i, 1_100));
      }
      driver.advance(Duration.ofMillis(30));
      for (int i = 0; i < 4; i++) {
        driver.pipe(frame(AUDIO, "s" + i, 1_100));
      }
      assertThat(driver.predictions()).hasSize(3);
      assertThat(driver.store().pending()).hasSize(1);
      driver.advance(Duration.ofMillis(50));
      assertThat(driver.predictions()).hasSize(1);
      assertThat(model.batches).containsExactly(3, 1);
      assertThat(driver.store().pending()).isEmpty();
    }
  }

  @Test
  void shouldTakeUpPendingWindowsAfterARestartThoughNothingElseArrives() {
    active.swap(new TestModel(1));
    for (Duration linger : List.of(Duration.ZERO, Duration.ofMillis(40))) {
      Map<Bytes, byte[]> left;
      try (var driver =
          new AlignFuseDriver(align(D, WIDE), fuse(9, Duration.ofSeconds(9)), active)) {
        driver.pipe(frame(VIDEO, "a", 0));
        driver.pipe(frame(VIDEO, "a", 1_000));
        driver.pipe(frame(VIDEO, "a", 2_100));
        driver.pipe(frame(AUDIO, "a", 2_100));
        assertThat(driver.predictions()).isEmpty();
        left = driver.stored();
      }
      try (var driver = new AlignFuseDriver(align(D, WIDE), fuse(9, linger), active, left)) {
        assertThat(driver.store().pending()).hasSize(2);
        driver.advance(Duration.ofMillis(40));
        assertThat(driver.predictions())
            .extracting(p -> p.window().startMicros())
            .containsExactly(0L, 1_000_000L);
        driver.advance(Duration.ofMillis(40));
        assertThat(driver.predictions()).isEmpty();
        assertThat(driver.store().pending()).isEmpty();
      }
    }
  }

  @Test
  void shouldKeepTheBalanceAfterEveryRecordAndTheVerdictsAcrossRestarts() {
    for (int round = 0; round < 20; round++) {
      long seed = System.nanoTime();
      active.swap(new TestModel(1));
      List<Frame> frames = frames(new Random(seed));
      Map<WindowId, String> undisturbed = play(frames, List.of(), seed);
      Random cuts = new Random(seed + 1);
      Map<WindowId, String> disturbed =
          play(frames, List.of(cuts.nextInt(100), 100 + cuts.nextInt(100)), seed);
      assertThat(disturbed).as("seed " + seed).isEqualTo(undisturbed);
      assertThat(undisturbed).as("seed " + seed).hasSizeGreaterThan(10);
    }
  }

  private static List<Frame> frames(Random random) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 220; i++) {
      if (i > 0 && random.nextInt(12) == 0) {
        frames.add(frames.get(Math.max(0, i - random.nextInt(9) - 1)));
        continue;
      }
      long millis = Math.max(0, i * 40L - random.nextInt(300));
      Modality modality = random.nextInt(3) == 0 ? AUDIO : VIDEO;
      frames.add(frame(modality, "s" + random.nextInt(3), millis, i));
    }
    return frames;
  }

  /** All predictions, by window; the drivers change before the given frames. */
  private Map<WindowId, String> play(List<Frame> frames, List<Integer> restarts, long seed) {
    AlignSettings align = align(Duration.ofHours(1), WIDE);
    FuseSettings fuse = fuse(4, Duration.ofSeconds(7));
    List<Prediction> predictions = new ArrayList<>();
    AlignFuseDriver driver = new AlignFuseDriver(align, fuse, active);
    Map<Modality, Long> open = new TreeMap<>();
    for (int i = 0; i < frames.size(); i++) {
      if (restarts.contains(i)) {
        predictions.addAll(driver.predictions());
        Map<Bytes, byte[]> left = driver.stored();
        driver.close();
        driver = new AlignFuseDriver(align, fuse, active, left);
        open.put(VIDEO, driver.held(VIDEO));
        open.put(AUDIO, driver.held(AUDIO));
      }
      driver.pipe(frames.get(i));
      for (var entry : driver.ledger().entrySet()) {
        // The ledger of a new driver begins at zero: what was open before is not in it.
        assertThat(entry.getValue().open() + open.getOrDefault(entry.getKey(), 0L))
            .as("seed %d, frame %d, %s", seed, i, entry.getKey())
            .isEqualTo(driver.held(entry.getKey()));
      }
    }
    driver.advance(Duration.ofHours(2));
    driver.advance(Duration.ofSeconds(7));
    assertThat(driver.store().pending()).isEmpty();
    predictions.addAll(driver.predictions());
    driver.close();
    return byWindow(predictions, seed);
  }

  private static Map<WindowId, String> byWindow(List<Prediction> predictions, long seed) {
    Map<WindowId, String> verdicts = new TreeMap<>();
    Map<StreamId, WindowId> last = new TreeMap<>();
    Set<WindowId> seen = new HashSet<>();
    for (Prediction prediction : predictions) {
      WindowId id = prediction.window();
      assertThat(seen.add(id)).as("one verdict for " + id + ", seed " + seed).isTrue();
      assertThat(last.getOrDefault(id.stream(), id))
          .as("order of " + id.stream() + ", seed " + seed)
          .usingComparator(Comparator.naturalOrder())
          .isLessThanOrEqualTo(id);
      last.put(id.stream(), id);
      String score =
          prediction.scored().map(s -> "%.2f".formatted(s.score().scores()[0])).orElse("-");
      verdicts.put(
          id, prediction.verdict() + " " + prediction.reason() + " " + prediction.silent() + score);
    }
    return verdicts;
  }
}
