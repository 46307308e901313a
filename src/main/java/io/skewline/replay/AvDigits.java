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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Spoken and handwritten digits: per speaker several parallel streams, items one window apart, both
 * frames in the middle of their window, the label over all of it.
 */
final class AvDigits implements Dataset {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality IMAGE = new Modality("image");
  private static final long WINDOW = 1_000_000;
  private static final int STREAMS_PER_SPEAKER = 4;

  private final List<LazyItem> items;
  private final long span;

  AvDigits(Path folder) throws IOException {
    List<LazyItem> found = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    long end = 0;
    for (CsvTable.Row row : CsvTable.read(folder.resolve("manifest.csv"))) {
      String speaker = row.text("speaker");
      int number = seen.merge(speaker, 1, Integer::sum) - 1;
      StreamId stream = new StreamId("%s-%02d".formatted(speaker, number % STREAMS_PER_SPEAKER));
      long start = number / STREAMS_PER_SPEAKER * WINDOW;
      end = Math.max(end, start + WINDOW);
      Label label =
          new Label(
              stream,
              start,
              start + WINDOW,
              new ClassTarget(row.text("label")),
              row.split(),
              speaker);
      Path wav = folder.resolve(row.text("wav"));
      Path png = folder.resolve(row.text("png"));
      found.add(new LazyItem(stream, start, () -> read(label, wav, png)));
    }
    this.items = LazyItem.sorted(found);
    this.span = end;
  }

  private static Item read(Label label, Path wav, Path png) throws IOException {
    long time = label.startMicros() + WINDOW / 2;
    SignalFiles.Wav sound = SignalFiles.wav(wav);
    SignalFiles.Grey grey = SignalFiles.png(png);
    Signal audio =
        new Signal.Sound(sound.samples(), sound.sampleRate(), sound.samples().length / 2);
    Signal image = new Signal.Image(grey.width(), grey.height(), List.of(grey.pixels()));
    return new Item(
        label.stream(),
        label.startMicros(),
        List.of(new RawFrame(AUDIO, time, 0, audio), new RawFrame(IMAGE, time, 0, image)),
        List.of(label));
  }

  @Override
  public String name() {
    return "av-digits";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(AUDIO, IMAGE);
  }

  @Override
  public Features features(Modality modality) {
    return modality.equals(AUDIO)
        ? new MelFeatures(8000, 256, 80, 24, 28, true)
        : new PixelFeatures(28, 28, 1, 1);
  }

  @Override
  public Iterator<Item> items() {
    return LazyItem.iterator(items);
  }

  @Override
  public OptionalLong spanMicros() {
    return OptionalLong.of(span);
  }

  @Override
  public long windowMicros() {
    return WINDOW;
  }
}
