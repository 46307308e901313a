// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Traffic by chance, hostile: jitter, gaps, silence, duplicates, reordering within and beyond
 * lateness, bursts, stamps of the future, clocks that jump back, sessions that change, garbage,
 * streams that end with a marker or without a word.
 */
final class Script {
  private static final int[] PERIODS = {100, 125, 250};
  private final Rules rules;
  private final Random random;
  private final long baseMicros;
  private final long lengthMillis;
  private final List<Shot> shots = new ArrayList<>();

  /**
   * @param baseMillis wall clock at which the traffic will start
   */
  Script(Rules rules, long seed, long baseMillis, long lengthMillis) {
    this.rules = rules;
    this.random = new Random(seed);
    this.baseMicros = baseMillis * 1000;
    this.lengthMillis = lengthMillis;
  }

  /** In the order of sending. */
  List<Shot> write(String prefix, int streams) {
    for (int i = 0; i < streams; i++) {
      new Life(prefix, i).write();
    }
    shots.sort(Comparator.comparingLong(Shot::atMillis));
    return shots;
  }

  private boolean chance(double p) {
    return random.nextDouble() < p;
  }

  /** One stream: its clock, its sessions, its habits. */
  private final class Life {
    private final StreamId stream;
    private final boolean absent;
    private final boolean silent;
    private final boolean wordless;
    private final long endMillis;

    /** When its clock changes, and by how much it is off from then on, both milliseconds. */
    private final List<long[]> clock = new ArrayList<>();

    private final Map<String, Long> sequences = new HashMap<>();

    Life(String prefix, int number) {
      stream = new StreamId(prefix + number);
      absent = number % 8 == 5;
      silent = number % 4 == 3;
      wordless = number % 10 == 2;
      endMillis = number % 5 == 2 ? lengthMillis / 2 : lengthMillis;
      long offset = random.nextInt(800) - 400;
      clock.add(new long[] {0, offset, 0});
      for (long t = 4_000 + random.nextInt(12_000);
          t < endMillis;
          t += 6_000 + random.nextInt(9_000)) {
        boolean back = random.nextBoolean();
        offset -= back ? 4_000 + random.nextInt(4_000) : 0;
        clock.add(new long[] {t, offset, back ? 0 : 1});
      }
    }

    void write() {
      List<Modality> modalities = rules.modalities();
      for (int m = 0; m < modalities.size(); m++) {
        boolean last = m == modalities.size() - 1;
        if (!(absent && last)) {
          side(modalities.get(m), PERIODS[m % PERIODS.length], silent && last);
        }
      }
    }

    private void side(Modality modality, int period, boolean goesSilent) {
      long lag = random.nextInt(200);
      long from = goesSilent ? endMillis / 3 : Long.MAX_VALUE;
      for (long t = random.nextInt(period); t < endMillis; ) {
        if (t >= from && t < from + 6_000) {
          t = from + 6_000;
        } else if (chance(0.004)) {
          t += 1_000 + random.nextInt(2_500);
        } else if (chance(0.001)) {
          for (int i = 0; i < 40; i++) {
            frame(modality, t + i, lag, 0);
          }
        }
        if (!chance(0.03)) {
          frame(modality, t, lag, random.nextInt(30_000) - 15_000);
        }
        t += period * (80 + random.nextInt(40)) / 100;
      }
      if (!wordless && chance(0.75)) {
        long time = stamp(endMillis, lag, 0);
        EndOfStream end = new EndOfStream(stream, modality, time, session(endMillis, lag));
        shots.add(new Shot(endMillis + 1_600, stream, modality, Optional.of(end)));
      }
    }

    private void frame(Modality modality, long t, long lag, long jitter) {
      String session = session(t, lag);
      long sequence = sequences.merge(modality + session, 1L, Long::sum);
      long time = stamp(t, lag, jitter);
      if (chance(0.005)) {
        time += 3_600_000_000L;
      }
      if (chance(0.003)) {
        shots.add(new Shot(t, stream, modality, Optional.empty()));
      }
      long delay = random.nextInt(10);
      if (chance(0.1)) {
        delay = random.nextInt((int) (rules.side(modality).lateness() / 1000));
      } else if (chance(0.04)) {
        delay = 300 + random.nextInt(1_200);
      }
      Frame frame =
          new Frame(stream, modality, time, sequence, session, 0, LayerStack.ofAll(vectors()));
      shots.add(new Shot(t + delay, stream, modality, Optional.of(frame)));
      if (chance(0.03)) {
        // Half of them stamped anew, a microsecond later: the sequence number says what they are.
        again(frame, t + delay + random.nextInt(400), random.nextInt(2));
      }
    }

    private void again(Frame frame, long at, long later) {
      Frame copy =
          new Frame(
              stream,
              frame.modality(),
              frame.eventTimeMicros() + later,
              frame.sequence(),
              frame.session(),
              0,
              frame.layers());
      shots.add(new Shot(at, stream, frame.modality(), Optional.of(copy)));
    }

    /** Each modality learns of a change a little later than the last. */
    private long stamp(long t, long lag, long jitter) {
      long offset = 0;
      for (long[] change : clock) {
        offset = change[0] == 0 || change[0] + lag <= t ? change[1] : offset;
      }
      return baseMicros + (t + offset) * 1000 + jitter + random.nextInt(1_000);
    }

    private String session(long t, long lag) {
      long session = clock.stream().filter(c -> c[2] == 1 && c[0] + lag <= t).count();
      return "s" + session;
    }
  }

  private float[][] vectors() {
    float[][] layers = new float[2][8];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (float) random.nextGaussian();
      }
    }
    return layers;
  }
}
