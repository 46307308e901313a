// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Changelog;
import io.skewline.align.AlignSettings.Emission;
import io.skewline.align.AlignSettings.Item;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Nearest;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.StoreKind;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.align.AlignSettings.Windowing;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Promise 4: what a window is made of, and what becomes of a frame, does not depend on how the
 * modalities interleave, nor, where none of them is late, on the order within a modality. Bit for
 * bit in replay mode, to 1e-5 in live mode.
 */
class ArrivalOrderTest {
  private static final List<Modality> NAMES =
      List.of("video", "audio", "text").stream().map(Modality::new).toList();
  private static final int HISTORIES = Integer.getInteger("skewline.histories", 300);
  private static final int SHUFFLES = 4;

  /** With so much lateness no frame that went astray is late. */
  private static final Duration PATIENT = Duration.ofSeconds(3);

  private static final int SWAPS = 9;
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void shouldBeTheSameToTheBitInReplay() {
    check(TimeMode.REPLAY, 0);
  }

  @Test
  void shouldBeTheSameWithinRoundingLive() {
    check(TimeMode.LIVE, 1e-5);
  }

  private static void check(TimeMode time, double relative) {
    long base = Long.getLong("skewline.seed", System.nanoTime());
    int windows = 0;
    for (long seed = base; seed < base + HISTORIES; seed++) {
      Random random = new Random(seed);
      AlignSettings settings = settings(time, random);
      List<List<Frame>> sides = sides(settings, random);
      int swaps = settings.modalities().get(0).lateness().equals(PATIENT) ? SWAPS : 1;
      Core first = play(settings, interleave(sides, 1, random));
      for (int n = 0; n < SHUFFLES; n++) {
        Core again = play(settings, interleave(sides, swaps, random));
        String where = "-Dskewline.seed=" + seed + " -Dskewline.histories=1, " + settings;
        assertThat(held(again)).as(where).containsExactlyInAnyOrderElementsOf(held(first));
        assertSame(where, first.closed, again.closed, relative);
      }
      windows += first.closed.size();
    }
    assertThat(windows).isGreaterThan(5 * HISTORIES);
  }

  private static AlignSettings settings(TimeMode time, Random random) {
    int modalities = 1 + random.nextInt(NAMES.size());
    Windowing windowing =
        switch (random.nextInt(4)) {
          case 0 -> new Item();
          case 1 -> new Sliding(millis(1000), millis(300 + random.nextInt(700)));
          case 2 -> new Nearest(NAMES.get(random.nextInt(modalities)), millis(random.nextInt(200)));
          default -> new Sliding(millis(1000), millis(1000));
        };
    boolean patient = random.nextBoolean();
    List<AlignedModality> aligned =
        NAMES.subList(0, modalities).stream()
            .map(
                m ->
                    new AlignedModality(
                        m, patient ? PATIENT : millis(random.nextInt(4) * 100L), false))
            .toList();
    Duration week = Duration.ofDays(7);
    return new AlignSettings(
        aligned,
        windowing,
        time,
        Emission.FINAL,
        true,
        StoreKind.MEMORY,
        Changelog.FRAMES,
        new Timing(Duration.ofHours(1), week, week, week, millis(20)),
        new Limits(10_000, 10_000, 10, 1 << 30));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  /**
   * Per modality the frames in the order that its topic has them: jitter, duplicates, late ones.
   */
  private static List<List<Frame>> sides(AlignSettings settings, Random random) {
    List<List<Frame>> sides = new ArrayList<>();
    for (Modality modality : settings.names()) {
      List<Frame> side = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        if (i > 3 && random.nextInt(15) == 0) {
          side.add(side.get(side.size() - 1 - random.nextInt(3)));
        } else {
          side.add(frame(settings, modality, i, random));
        }
      }
      sides.add(side);
    }
    return sides;
  }

  private static Frame frame(AlignSettings settings, Modality modality, int i, Random random) {
    long jitter = random.nextInt(10) == 0 ? random.nextInt(1_500_000) : random.nextInt(250_000);
    long time = Math.max(0, 1_000_000 + i * 100_000L - jitter);
    long duration = 0;
    if (settings.windowing() instanceof Item) {
      time -= time % 250_000;
      duration = 250_000L * random.nextInt(3);
    }
    float[] values = new float[5];
    for (int k = 0; k < values.length; k++) {
      values[k] = 10 + (float) random.nextGaussian();
    }
    int layer = 1 + random.nextInt(2);
    LayerStack layers = LayerStack.of(new int[] {layer}, new float[][] {values});
    return new Frame(new StreamId("s"), modality, time, i, "", duration, layers);
  }

  /**
   * @param swaps how many places a frame may go astray within its side; 1 keeps the order
   */
  private static List<Frame> interleave(List<List<Frame>> sides, int swaps, Random random) {
    List<List<Frame>> astray = sides.stream().map(side -> astray(side, swaps, random)).toList();
    List<Integer> turns = new ArrayList<>();
    for (int side = 0; side < sides.size(); side++) {
      turns.addAll(Collections.nCopies(sides.get(side).size(), side));
    }
    Collections.shuffle(turns, random);
    int[] next = new int[sides.size()];
    return turns.stream().map(side -> astray.get(side).get(next[side]++)).toList();
  }

  private static List<Frame> astray(List<Frame> side, int swaps, Random random) {
    TreeMap<Double, Frame> places = new TreeMap<>();
    for (int i = 0; i < side.size(); i++) {
      places.put(i + (swaps == 1 ? 0 : swaps * random.nextDouble()), side.get(i));
    }
    return List.copyOf(places.values());
  }

  private static Core play(AlignSettings settings, List<Frame> frames) {
    Core core = new Core(settings);
    frames.forEach(frame -> core.accept(frame, NOW));
    core.settle();
    core.aligner.drain(NOW);
    core.settle();
    return core;
  }

  /** A copy that comes late ends as late or as duplicate: whether its window waits for others. */
  private static List<String> held(Core core) {
    return core.told.stream()
        .map(told -> told.replace(Outcome.DUPLICATE.name(), Outcome.LATE.name()))
        .toList();
  }

  private static void assertSame(
      String where, List<ClosedWindow> expected, List<ClosedWindow> actual, double relative) {
    assertThat(ids(actual)).as(where).isEqualTo(ids(expected));
    Map<WindowId, ClosedWindow> found = new HashMap<>();
    actual.forEach(window -> found.put(window.window().id(), window));
    for (ClosedWindow window : expected) {
      Map<Modality, PooledModality> one = window.window().present();
      Map<Modality, PooledModality> other = found.get(window.window().id()).window().present();
      assertThat(other.keySet()).as(where).isEqualTo(one.keySet());
      one.forEach((modality, pooled) -> assertSame(where, pooled, other.get(modality), relative));
    }
  }

  /** In the order of closing, which is that of time. */
  private static List<WindowId> ids(List<ClosedWindow> closed) {
    return closed.stream().map(window -> window.window().id()).toList();
  }

  private static void assertSame(
      String where, PooledModality one, PooledModality other, double relative) {
    assertThat(other.frames()).as(where).isEqualTo(one.frames());
    assertThat(other.meanEventTimeMicros()).as(where).isEqualTo(one.meanEventTimeMicros());
    Map<Integer, float[]> expected = layers(one);
    Map<Integer, float[]> actual = layers(other);
    assertThat(actual.keySet()).as(where).isEqualTo(expected.keySet());
    expected.forEach(
        (layer, values) -> {
          float[] same = actual.get(layer);
          assertThat(same.length).as(where).isEqualTo(values.length);
          for (int i = 0; i < values.length; i++) {
            if (relative == 0) {
              assertThat(Float.floatToRawIntBits(same[i]))
                  .as(where)
                  .isEqualTo(Float.floatToRawIntBits(values[i]));
            } else {
              assertThat(Math.abs(same[i] - values[i]) <= relative * Math.abs(values[i]))
                  .as(where + Arrays.toString(values))
                  .isTrue();
            }
          }
        });
  }

  private static Map<Integer, float[]> layers(PooledModality pooled) {
    Map<Integer, float[]> layers = new TreeMap<>();
    for (int i = 0; i < pooled.layers().size(); i++) {
      layers.put(pooled.layers().indexAt(i), pooled.layers().valuesAt(i));
    }
    return layers;
  }
}
