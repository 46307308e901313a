// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;

import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Features;
import io.skewline.network.encoder.RowFeatures;
import io.skewline.network.encoder.Signal;
import io.skewline.replay.Dataset;
import io.skewline.replay.Item;
import io.skewline.replay.RawFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;

/** Endless yes and no on four streams, a window each, four frames of every modality in it. */
final class Signs implements Dataset {
  static final long WINDOW = 200_000;
  private static final int STREAMS = 4;
  private static final int FRAMES = 4;
  private static final int WIDTH = 8;

  @Override
  public String name() {
    return "signs";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(AUDIO, VIDEO);
  }

  @Override
  public Features features(Modality modality) {
    return new RowFeatures(WIDTH);
  }

  @Override
  public Iterator<Item> items() {
    return LongStream.iterate(0, i -> i + 1).mapToObj(Signs::item).iterator();
  }

  private static Item item(long number) {
    StreamId stream = new StreamId("cam-" + number % STREAMS);
    long start = number / STREAMS * WINDOW;
    Random random = new Random(number * 0x9e3779b97f4a7c15L);
    boolean yes = random.nextBoolean();
    List<RawFrame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        Signal row = new Signal.Row(row(yes, random));
        frames.add(new RawFrame(modality, start + i * WINDOW / FRAMES, 0, row));
      }
    }
    Label label =
        new Label(
            stream, start, start + WINDOW, new Label.ClassTarget(yes ? "yes" : "no"), "train", "");
    return new Item(stream, start, frames, List.of(label));
  }

  private static float[] row(boolean yes, Random random) {
    float[] row = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      row[i] = (yes ? 1 : -1) + (float) random.nextGaussian();
    }
    return row;
  }

  @Override
  public OptionalLong spanMicros() {
    return OptionalLong.empty();
  }

  @Override
  public long windowMicros() {
    return WINDOW;
  }
}
