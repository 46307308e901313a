// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Features;
import io.skewline.network.encoder.MelFeatures;
import io.skewline.network.encoder.PixelFeatures;
import io.skewline.network.encoder.Signal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Endless audio-video events on several streams, one per second of event time and aligned to it.
 * Each of the 8 classes is a pair (sound, motion); every sound and every motion belongs to two
 * classes, so one modality alone cannot exceed one half, and both together decide.
 */
final class EventGenerator implements Dataset {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");
  private static final long EVENT = 1_000_000;
  private static final int AUDIO_FRAMES = 20;
  private static final int VIDEO_FRAMES = 10;

  /** A modality fails for 3 events of a block of this many. */
  private static final int BLOCK = 20;

  private static final int OUTAGE = 3;

  private final int streams;
  private final long seed;
  private final double outageRate;

  /**
   * @param outageRate share of 20 s blocks in which one modality is silent for 3 s, 0..1
   */
  EventGenerator(int streams, long seed, double outageRate) {
    if (streams < 1 || streams > 1000) {
      throw new IllegalArgumentException("streams must be 1..1000: " + streams);
    }
    if (!(outageRate >= 0 && outageRate <= 1)) {
      throw new IllegalArgumentException("outageRate must be 0..1: " + outageRate);
    }
    this.streams = streams;
    this.seed = seed;
    this.outageRate = outageRate;
  }

  @Override
  public String name() {
    return "generator";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(AUDIO, VIDEO);
  }

  @Override
  public Features features(Modality modality) {
    return modality.equals(AUDIO)
        ? new MelFeatures(EventSounds.RATE, 256, 200, 16, 8, false)
        : new PixelFeatures(EventShapes.SIZE, EventShapes.SIZE, 2, 1);
  }

  @Override
  public Iterator<Item> items() {
    return LongStream.iterate(0, i -> i + 1).mapToObj(this::item).iterator();
  }

  private Item item(long number) {
    int stream = (int) (number % streams);
    long event = number / streams;
    Random random = random(stream, event, 1);
    int label = random.nextInt(8);
    int sound = label / 2;
    int motion = (label + 1) / 2 % 4;
    long start = event * EVENT;
    StreamId id = new StreamId("camera-%02d".formatted(stream));
    int silent = silentModality(stream, event);
    List<RawFrame> frames = new ArrayList<>();
    float[] pcm = EventSounds.pcm(sound, random);
    List<float[]> film = EventShapes.film(motion, VIDEO_FRAMES + 1, random);
    for (int k = 0; k < AUDIO_FRAMES && silent != 0; k++) {
      int centre = (2 * k + 1) * pcm.length / (2 * AUDIO_FRAMES);
      Signal around = new Signal.Sound(pcm, EventSounds.RATE, centre);
      frames.add(
          new RawFrame(AUDIO, start + k * EVENT / AUDIO_FRAMES, EVENT / AUDIO_FRAMES, around));
    }
    for (int k = 0; k < VIDEO_FRAMES && silent != 1; k++) {
      Signal two = new Signal.Image(EventShapes.SIZE, EventShapes.SIZE, film.subList(k, k + 2));
      frames.add(new RawFrame(VIDEO, start + k * EVENT / VIDEO_FRAMES, EVENT / VIDEO_FRAMES, two));
    }
    String name = EventSounds.NAMES.get(sound) + "-" + EventShapes.NAMES.get(motion);
    Label truth = new Label(id, start, start + EVENT, new ClassTarget(name), "", "");
    return new Item(id, start, frames, List.of(truth));
  }

  /** 0 audio, 1 video, −1 none. */
  private int silentModality(int stream, long event) {
    Random random = random(stream, event / BLOCK, 2);
    boolean outage = random.nextDouble() < outageRate;
    int from = random.nextInt(BLOCK - OUTAGE);
    int modality = random.nextInt(2);
    long within = event % BLOCK;
    return outage && within >= from && within < from + OUTAGE ? modality : -1;
  }

  private Random random(int stream, long event, int purpose) {
    return Seeds.random(seed, stream, event, purpose);
  }

  @Override
  public OptionalLong spanMicros() {
    return OptionalLong.empty();
  }

  @Override
  public long windowMicros() {
    return EVENT;
  }
}
