// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Encoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Items to frames, of full stacks, with their arrival times. Everything random is drawn per item,
 * so a run depends on the seed and the dataset only.
 */
final class ItemEncoder {
  private final Map<Modality, Encoder> encoders;
  private final ReplaySettings settings;
  private final long baseMicros;
  private final Map<StreamId, Map<Modality, Long>> sequences = new HashMap<>();

  /** A frame and when it arrives, microseconds since the dataset's zero. */
  record Arrival(Frame frame, long atMicros) {}

  ItemEncoder(Map<Modality, Encoder> encoders, ReplaySettings settings, long baseMicros) {
    this.encoders = encoders;
    this.settings = settings;
    this.baseMicros = baseMicros;
  }

  /** The session of every frame of the run. */
  String session() {
    return "replay-" + baseMicros;
  }

  List<Arrival> encode(Item clean, long number) {
    Random random = Seeds.random(settings.seed(), number);
    boolean spoilt = clean.startMicros() >= settings.noiseFrom().toNanos() / 1000;
    Item item = spoilt ? Noise.add(clean, settings.noise(), random) : clean;
    List<RawFrame> ordered = new ArrayList<>(item.frames());
    ordered.sort(Comparator.comparingLong(RawFrame::offsetMicros));
    List<Arrival> arrivals = new ArrayList<>(ordered.size());
    long jitter = settings.jitter().toNanos() / 1000;
    for (RawFrame raw : ordered) {
      long late = (long) (random.nextDouble() * jitter);
      boolean dropped = random.nextDouble() < settings.drop().getOrDefault(raw.modality(), 0.0);
      // Numbered before it is lost: a receiver sees the gap, as with a real network.
      long sequence = sequence(item.stream(), raw.modality());
      if (!dropped && encoders.containsKey(raw.modality())) {
        arrivals.add(new Arrival(frame(item, raw, sequence), raw.offsetMicros() + late));
      }
    }
    return arrivals;
  }

  private Frame frame(Item item, RawFrame raw, long sequence) {
    Encoder encoder = encoders.get(raw.modality());
    LayerStack stack = encoder.encode(encoder.features().of(raw.signal()));
    Duration offset = settings.offset().getOrDefault(raw.modality(), Duration.ZERO);
    return new Frame(
        item.stream(),
        raw.modality(),
        baseMicros + raw.offsetMicros() + offset.toNanos() / 1000,
        sequence,
        session(),
        raw.durationMicros(),
        stack);
  }

  private long sequence(StreamId stream, Modality modality) {
    return sequences.computeIfAbsent(stream, s -> new HashMap<>()).merge(modality, 1L, Long::sum)
        - 1;
  }
}
