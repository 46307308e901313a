// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

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
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Random settings and a random history: jitter, gaps, duplicates, reordering, silent modalities,
 * clocks that jump back, sessions that change one modality after the other, restarts, backlog.
 */
final class Scenario {
  private static final List<Modality> NAMES =
      List.of("video", "audio", "text", "image").stream().map(Modality::new).toList();

  final AlignSettings settings;
  final List<Step> steps = new ArrayList<>();
  private final Random random;
  private final List<Frame> sent = new ArrayList<>();
  private final Map<String, Long> clocks = new HashMap<>();
  private final Map<String, Integer> sessions = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final boolean named;
  private final boolean shared;
  private final boolean wild;
  private final int silent;
  private long now = 1_700_000_000_000L;

  Scenario(long seed) {
    random = new Random(seed);
    int modalities = 1 + random.nextInt(4);
    settings = settings(modalities);
    named = random.nextBoolean();
    shared = random.nextBoolean();
    wild = random.nextInt(3) == 0;
    silent = random.nextInt(3) == 0 ? random.nextInt(modalities) : -1;
    int streams = 1 + random.nextInt(3);
    int length = 60 + random.nextInt(120);
    for (int i = 0; i < length; i++) {
      step(random.nextInt(streams));
    }
    // Enough silence for every deadline, or the end of all, then the last verdicts.
    if (settings.time() == TimeMode.REPLAY || random.nextBoolean()) {
      steps.add(new Step.Shutdown(now));
    }
    steps.add(new Step.Tick(now + 3_600_000, Set.of()));
    steps.add(new Step.Settle(now + 3_600_000));
  }

  private AlignSettings settings(int modalities) {
    Windowing windowing =
        switch (random.nextInt(6)) {
          case 0 -> new Item();
          case 1 -> new Sliding(millis(1000), millis(250 + random.nextInt(750)));
          case 2, 3 ->
              new Nearest(NAMES.get(random.nextInt(modalities)), millis(random.nextInt(300)));
          default -> new Sliding(millis(1000), millis(1000));
        };
    List<AlignedModality> aligned =
        NAMES.subList(0, modalities).stream()
            .map(
                m -> new AlignedModality(m, millis(random.nextInt(4) * 200L), random.nextBoolean()))
            .toList();
    boolean replay = random.nextInt(4) == 0;
    boolean eager = !replay && !(windowing instanceof Nearest) && random.nextInt(3) == 0;
    boolean tight = !replay && random.nextInt(3) == 0;
    return new AlignSettings(
        aligned,
        windowing,
        replay ? TimeMode.REPLAY : TimeMode.LIVE,
        eager ? Emission.EAGER : Emission.FINAL,
        random.nextBoolean(),
        StoreKind.MEMORY,
        random.nextInt(4) == 0 ? Changelog.FRAMES : Changelog.OFFSETS,
        new Timing(
            millis(random.nextInt(2000)),
            random.nextInt(3) == 0 ? millis(500 + random.nextInt(1500)) : Duration.ofDays(7),
            millis(3000),
            random.nextInt(3) == 0 ? millis(1000 + random.nextInt(3000)) : Duration.ofDays(7),
            millis(20)),
        new Limits(
            tight ? 1 + random.nextInt(6) : 1000,
            tight ? 1 + random.nextInt(5) : 1000,
            tight ? 2 : 1000,
            1 << 30));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private void step(int stream) {
    now += random.nextInt(120);
    switch (random.nextInt(21)) {
      case 0, 1 -> steps.add(new Step.Tick(now, behind()));
      case 2, 3 -> steps.add(new Step.Settle(now));
      case 4 -> {
        if (random.nextInt(3) == 0) {
          steps.add(new Step.Restart(now));
        }
      }
      case 6 -> {
        if (random.nextInt(10) == 0) {
          now += 3_000;
        } else if (random.nextInt(8) == 0) {
          end("s" + stream, random.nextInt(settings.modalities().size()));
        } else if (random.nextInt(40) == 0) {
          steps.add(new Step.Shutdown(now));
        }
      }
      case 5 -> {
        if (!sent.isEmpty()) {
          Frame again = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(12)));
          steps.add(new Step.Arrives(now, again));
        }
      }
      default -> frame("s" + stream, random.nextInt(settings.modalities().size()));
    }
  }

  private void end(String stream, int m) {
    long time = 500_000 + clocks.getOrDefault(stream, 0L);
    String name = session(stream, m);
    steps.add(new Step.Ends(now, new EndOfStream(new StreamId(stream), NAMES.get(m), time, name)));
  }

  private Set<Modality> behind() {
    Set<Modality> behind = new HashSet<>();
    if (random.nextInt(4) == 0) {
      behind.add(NAMES.get(random.nextInt(settings.modalities().size())));
    }
    return behind;
  }

  private void frame(String stream, int m) {
    if (m == silent && random.nextInt(10) != 0) {
      return;
    }
    long clock = clocks.merge(stream, 1_000L * random.nextInt(200), Long::sum);
    if (wild && random.nextInt(40) == 0) {
      clock = Math.max(0, clock - 3_600_000 - random.nextInt(3_000_000));
      clocks.put(stream, clock);
    }
    if (random.nextInt(40) == 0) {
      sessions.merge(stream, 1, Integer::sum);
    }
    long jitter = random.nextInt(5) == 0 ? random.nextInt(2_500_000) : random.nextInt(150_000);
    long time = Math.max(0, 500_000 + clock - jitter);
    long duration = 0;
    if (settings.windowing() instanceof Item) {
      time -= time % 250_000;
      duration = 250_000L * random.nextInt(4);
    }
    String name = session(stream, m);
    long sequence = sequences.merge(stream + m + name, 1L, Long::sum);
    int[] layers = layers();
    float[][] values = IntStream.of(layers).mapToObj(l -> vector(2 + l)).toArray(float[][]::new);
    Frame frame =
        new Frame(
            new StreamId(stream),
            NAMES.get(m),
            time,
            sequence,
            name,
            duration,
            LayerStack.of(layers, values));
    sent.add(frame);
    steps.add(new Step.Arrives(now, frame));
  }

  /** Some modalities learn late of a new session, some frames of the old one straggle. */
  private String session(String stream, int m) {
    int latest = sessions.getOrDefault(stream, 0);
    int session = random.nextInt(4) == 0 ? Math.max(0, latest - 1) : latest;
    return !named ? "" : (shared ? "s" : NAMES.get(m).name()) + session;
  }

  private int[] layers() {
    int[] layers = IntStream.rangeClosed(1, 4).filter(l -> random.nextBoolean()).toArray();
    return layers.length == 0 ? new int[] {3} : layers;
  }

  private float[] vector(int width) {
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      values[i] = 10 + (float) random.nextGaussian();
    }
    return values;
  }
}
