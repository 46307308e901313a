// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static io.skewline.serve.TestModel.AUDIO;
import static io.skewline.serve.TestModel.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Emission;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.Task;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What becomes of windows before the first model, in a Streams task with a mocked clock. */
class NoModelTest {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Limits WIDE = new Limits(1_000, 100, 100, 1 << 30);

  private final ActiveModel active = new ActiveModel(Meters.unread());

  private static AlignSettings align(Limits limits) {
    return AlignSettings.live(
        List.of(
            new AlignedModality(VIDEO, Duration.ZERO, false),
            new AlignedModality(AUDIO, Duration.ZERO, false)),
        new Sliding(Duration.ofSeconds(1), Duration.ofSeconds(1)),
        new Timing(
            Duration.ofHours(1),
            Duration.ofHours(9),
            Duration.ofHours(1),
            Duration.ofHours(1),
            TICK),
        limits);
  }

  private static FuseSettings fuse(int batch, Duration linger, NoModel noModel) {
    return new FuseSettings(List.of(VIDEO, AUDIO), Set.of(), batch, linger, noModel);
  }

  private static FuseSettings hold(int windows) {
    return fuse(4, Duration.ZERO, new NoModel.Hold(windows, Optional.empty()));
  }

  private static Frame frame(Modality modality, String stream, long second) {
    LayerStack layers = LayerStack.ofAll(new float[] {second + 1});
    return new Frame(new StreamId(stream), modality, second * 1_000_000, second, "", 0, layers);
  }

  /** Closes windows 0 to n − 1 of a stream. */
  private static void close(AlignFuseDriver driver, String stream, int from, int to) {
    for (int second = from; second <= to; second++) {
      driver.pipe(frame(VIDEO, stream, second));
      driver.pipe(frame(AUDIO, stream, second));
    }
  }

  private static List<Long> seconds(List<Prediction> predictions) {
    return predictions.stream().map(p -> p.window().startMicros() / 1_000_000).toList();
  }

  private static double held(AlignFuseDriver driver) {
    return driver.meters.registry().get("skewline.fuse.held").gauge().value();
  }

  @Test
  void shouldHoldWindowsAndScoreThemInOrderWhenAModelComes() {
    try (var driver = new AlignFuseDriver(align(WIDE), hold(100), active)) {
      close(driver, "a", 0, 10);
      driver.advance(TICK);
      assertThat(driver.predictions()).isEmpty();
      assertThat(held(driver)).isEqualTo(10);
      assertThat(driver.ledger().get(VIDEO).outcomes()).containsEntry(Outcome.NO_MODEL, 0L);
      TestModel model = new TestModel(7);
      active.swap(model);
      driver.advance(TICK);
      List<Prediction> predictions = driver.predictions();
      assertThat(seconds(predictions)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(predictions).extracting(Prediction::verdict).containsOnly(Verdict.FUSED);
      assertThat(predictions.get(3).scored().orElseThrow().score().scores())
          .containsExactly(7 + 4 + 4);
      assertThat(model.batches).containsExactly(4, 4, 2);
      assertThat(driver.store().pending()).isEmpty();
      assertThat(held(driver)).isZero();
    }
  }

  @Test
  void shouldDropTheOldestBeyondTheBoundAndTellTheLedger() {
    try (var driver = new AlignFuseDriver(align(WIDE), hold(3), active)) {
      close(driver, "a", 0, 8);
      driver.advance(TICK);
      List<Prediction> dropped = driver.predictions();
      assertThat(seconds(dropped)).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(dropped).extracting(Prediction::verdict).containsOnly(Verdict.DROPPED_NO_MODEL);
      assertThat(driver.ledger().get(AUDIO).outcomes()).containsEntry(Outcome.NO_MODEL, 5L);
      active.swap(new TestModel(1));
      close(driver, "a", 9, 9);
      driver.advance(TICK);
      assertThat(seconds(driver.predictions())).containsExactly(5L, 6L, 7L, 8L);
    }
  }

  @Test
  void shouldDropWhatWasHeldForTooLong() {
    FuseSettings fuse =
        fuse(4, Duration.ofMillis(20), new NoModel.Hold(99, Optional.of(Duration.ofSeconds(1))));
    try (var driver = new AlignFuseDriver(align(WIDE), fuse, active)) {
      close(driver, "a", 0, 2);
      driver.advance(Duration.ofMillis(600));
      close(driver, "a", 3, 4);
      driver.advance(Duration.ofMillis(500));
      assertThat(seconds(driver.predictions())).containsExactly(0L, 1L);
      driver.advance(Duration.ofMillis(500));
      assertThat(seconds(driver.predictions())).containsExactly(2L, 3L);
    }
  }

  @Test
  void shouldNotKeepTheThreadForLongerThanSomeBatchesWhereManyWereHeldForTooLong() {
    FuseSettings fuse =
        fuse(4, Duration.ofMillis(20), new NoModel.Hold(999, Optional.of(Duration.ofSeconds(1))));
    try (var driver = new AlignFuseDriver(align(WIDE), fuse, active)) {
      close(driver, "a", 0, 100);
      driver.advance(Duration.ofSeconds(2));
      assertThat(driver.predictions()).hasSize(16 * 4);
      assertThat(held(driver)).isEqualTo(100 - 16 * 4);
      driver.advance(TICK);
      assertThat(driver.predictions()).hasSize(100 - 16 * 4);
    }
  }

  @Test
  void shouldNotLetHeldWindowsCrowdOutFrames() {
    Limits tight = new Limits(1_000, 100, 100, 4_000);
    try (var driver = new AlignFuseDriver(align(tight), hold(1_000), active)) {
      close(driver, "a", 0, 100);
      int dropped = driver.predictions().size();
      assertThat(dropped).isGreaterThan(50);
      assertThat(driver.store().pending()).isNotEmpty();
      assertThat(driver.ledger().get(VIDEO).outcomes())
          .containsEntry(Outcome.OVERFLOW, 0L)
          .containsEntry(Outcome.NO_MODEL, (long) driver.predictions().size() + dropped);
    }
  }

  @Test
  void shouldNotKeepTheThreadForLongerThanSomeBatches() {
    TestModel model = new TestModel(1);
    try (var driver = new AlignFuseDriver(align(WIDE), hold(1_000), active)) {
      close(driver, "a", 0, 100);
      active.swap(model);
      driver.advance(TICK);
      assertThat(model.batches).hasSize(16);
      close(driver, "a", 101, 101);
      assertThat(model.batches).as("one with each window that comes").hasSize(17);
      driver.advance(TICK);
      assertThat(seconds(driver.predictions()))
          .isEqualTo(IntStream.range(0, 101).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void shouldHoldNothingOnceAllIsToBeDrained() {
    try (var driver = new AlignFuseDriver(align(WIDE), hold(100), active)) {
      close(driver, "a", 0, 3);
      driver.advance(TICK);
      assertThat(driver.predictions()).isEmpty();
      driver.drain.request();
      driver.advance(TICK);
      driver.advance(TICK);
      assertThat(seconds(driver.predictions())).containsExactly(0L, 1L, 2L, 3L);
      assertThat(driver.drain.drained()).containsExactly(0);
      assertThat(driver.store().pending()).isEmpty();
    }
  }

  @Test
  void shouldAnswerEarlyLooksAtOnce() {
    AlignSettings live = align(WIDE);
    AlignSettings eager =
        new AlignSettings(
            live.modalities(),
            live.windowing(),
            TimeMode.LIVE,
            Emission.EAGER,
            live.explain(),
            live.store(),
            live.changelog(),
            live.timing(),
            live.limits());
    try (var driver = new AlignFuseDriver(eager, hold(100), active)) {
      driver.pipe(frame(VIDEO, "a", 0));
      driver.pipe(frame(AUDIO, "a", 0));
      driver.pipe(frame(VIDEO, "a", 1));
      Prediction look = driver.predictions().get(0);
      assertThat(look.reason()).isEqualTo(ClosingReason.EARLY);
      assertThat(look.verdict()).isEqualTo(Verdict.DROPPED_NO_MODEL);
      driver.pipe(frame(AUDIO, "a", 1));
      active.swap(new TestModel(1));
      driver.advance(TICK);
      Prediction corrected = driver.predictions().get(0);
      assertThat(corrected.verdict()).isEqualTo(Verdict.FUSED);
      assertThat(corrected.revision()).isEqualTo(1);
    }
  }

  @Test
  void shouldSayTheBaselineAndStillCallItNoModel() {
    var labels = new Task.Classification(List.of("no", "yes", "maybe"));
    FuseSettings prior =
        fuse(4, Duration.ZERO, new NoModel.Baseline(labels, List.of(0.2, 0.5, 0.3)));
    try (var driver = new AlignFuseDriver(align(WIDE), prior, active)) {
      close(driver, "a", 0, 1);
      Prediction prediction = driver.predictions().get(0);
      assertThat(prediction.verdict()).isEqualTo(Verdict.DROPPED_NO_MODEL);
      Prediction.Scored scored = prediction.scored().orElseThrow();
      assertThat(scored.labels()).containsExactly("no", "yes", "maybe");
      assertThat(scored.score().scores()).containsExactly(0.2f, 0.5f, 0.3f);
      assertThat(scored.score().best()).isEqualTo(1);
      assertThat(scored.score().confidence()).isEqualTo(0.5);
      assertThat(scored.plan()).isEqualTo("none");
      assertThat(scored.modelVersion()).isZero();
      assertThat(driver.ledger().get(VIDEO).outcomes()).containsEntry(Outcome.NO_MODEL, 1L);
      active.swap(new TestModel(1));
      close(driver, "a", 2, 2);
      assertThat(driver.predictions().get(0).scored().orElseThrow().modelVersion()).isEqualTo(1);
    }
    var ignorant = NoModel.Baseline.ignorant(new Task.Regression()).scored().score();
    assertThat(ignorant.scores()).containsExactly(0);
    assertThat(ignorant.confidence()).isZero();
  }

  /**
   * Restarts and the moment of the model at random: with room for all, the predictions are those of
   * a run that had the model from the beginning; with little room each window still has one
   * verdict, in order, and of those held the oldest were dropped.
   */
  @Test
  void shouldLoseAndRepeatNothingHoweverItIsDisturbed() {
    for (int round = 0; round < 30; round++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      List<Frame> frames = frames(random);
      List<Prediction> calm = play(frames, 1_000, Set.of(), 0);
      Set<Integer> restarts = random.ints(3, 1, frames.size()).boxed().collect(Collectors.toSet());
      int comes = random.nextInt(frames.size());
      List<Prediction> disturbed = play(frames, 1_000, restarts, comes);
      assertThat(told(disturbed)).as("seed " + seed).isEqualTo(told(calm));
      assertInOrder(disturbed, seed);

      int room = 1 + random.nextInt(6);
      List<Prediction> tight = play(frames, room, restarts, comes);
      assertInOrder(tight, seed);
      assertThat(told(tight).keySet()).as("seed " + seed).isEqualTo(told(calm).keySet());
      long dropped = Math.max(0, closedBefore(frames, comes) - room);
      assertThat(tight.stream().filter(p -> !p.verdict().fused()).map(Prediction::window))
          .as("the oldest, seed " + seed)
          .containsExactlyElementsOf(calm.stream().limit(dropped).map(Prediction::window).toList());
    }
  }

  private static List<Frame> frames(Random random) {
    long[] next = new long[6];
    return Stream.generate(() -> random.nextInt(6))
        .limit(120)
        .map(
            i -> {
              next[i] += 1 + random.nextInt(2);
              return frame(i % 2 == 0 ? VIDEO : AUDIO, "s" + i / 2, next[i]);
            })
        .toList();
  }

  /** Each a little later than the one before. */
  private static void pipe(AlignFuseDriver driver, Frame frame) {
    driver.advance(Duration.ofMillis(1));
    driver.pipe(frame);
  }

  /** How many windows these many frames close. */
  private long closedBefore(List<Frame> frames, int count) {
    try (ActiveModel there = new ActiveModel(Meters.unread())) {
      there.swap(new TestModel(1));
      try (var driver = new AlignFuseDriver(align(WIDE), hold(1), there)) {
        frames.subList(0, count).forEach(frame -> pipe(driver, frame));
        return driver.predictions().size();
      }
    }
  }

  /**
   * @param comes the frame before which the model comes
   */
  private List<Prediction> play(List<Frame> frames, int room, Set<Integer> restarts, int comes) {
    List<Prediction> predictions = new ArrayList<>();
    try (ActiveModel later = new ActiveModel(Meters.unread())) {
      AlignFuseDriver driver = new AlignFuseDriver(align(WIDE), hold(room), later);
      for (int i = 0; i < frames.size(); i++) {
        if (restarts.contains(i)) {
          predictions.addAll(driver.predictions());
          Map<Bytes, byte[]> left = driver.stored();
          driver.close();
          driver = new AlignFuseDriver(align(WIDE), hold(room), later, left);
          // The clock of a new driver starts anew, that of a broker does not.
          driver.advance(Duration.ofMillis(i));
        }
        if (i == comes) {
          later.swap(new TestModel(1));
        }
        pipe(driver, frames.get(i));
      }
      driver.advance(Duration.ofHours(2));
      driver.advance(TICK);
      assertThat(driver.store().pending()).isEmpty();
      predictions.addAll(driver.predictions());
      driver.close();
    }
    return predictions;
  }

  private static void assertInOrder(List<Prediction> predictions, long seed) {
    Map<StreamId, WindowId> last = new TreeMap<>();
    for (Prediction prediction : predictions) {
      WindowId before = last.put(prediction.window().stream(), prediction.window());
      assertThat(before == null || before.compareTo(prediction.window()) < 0)
          .as("%s after %s, seed %d", prediction.window(), before, seed)
          .isTrue();
    }
  }

  private static Map<WindowId, String> told(List<Prediction> predictions) {
    Map<WindowId, String> told = new TreeMap<>();
    for (Prediction p : predictions) {
      String score = p.scored().map(s -> "%.2f".formatted(s.score().scores()[0])).orElse("-");
      told.put(p.window(), p.verdict() + " " + score);
    }
    assertThat(told).hasSameSizeAs(predictions);
    return told;
  }
}
