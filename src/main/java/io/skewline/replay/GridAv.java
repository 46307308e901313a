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
 * A talking face: one stream per clip, both modalities at 25 frames per second, labels on the digit
 * words only. Clips follow one another on several lanes, so that not all run at once.
 */
final class GridAv implements Dataset {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");
  private static final long FRAME = 40_000;
  private static final long LANE_STEP = 4_000_000;
  private static final int LANES = 16;

  /** A video frame travels with its neighbours this many frames before and after. */
  private static final int CONTEXT = 3;

  private final List<LazyItem> items = new ArrayList<>();
  private final long span;

  GridAv(Path folder) throws IOException {
    Map<String, CsvTable.Row> digits = new HashMap<>();
    for (CsvTable.Row row : CsvTable.read(folder.resolve("events.csv"))) {
      if (row.text("slot").equals("digit")) {
        digits.put(row.text("clip"), row);
      }
    }
    for (CsvTable.Row row : CsvTable.read(folder.resolve("clips.csv"))) {
      long start = items.size() / LANES * LANE_STEP;
      CsvTable.Row digit = digits.get(row.text("clip"));
      if (digit == null) {
        throw row.error("clip has no digit word in events.csv");
      }
      Label label = label(digit, start);
      int rows = row.integer("frame_h");
      Path wav = folder.resolve(row.text("wav"));
      Path strip = folder.resolve(row.text("mouth_png"));
      items.add(new LazyItem(label.stream(), start, () -> read(label, start, wav, strip, rows)));
    }
    this.span = (items.size() + LANES - 1) / LANES * LANE_STEP;
  }

  private static Label label(CsvTable.Row digit, long start) throws IOException {
    long from = start + digit.integer("start_ms") * 1000L;
    long to = start + digit.integer("end_ms") * 1000L;
    if (to <= from) {
      throw digit.error("word ends at or before its start");
    }
    StreamId stream = new StreamId(digit.text("clip"));
    return new Label(stream, from, to, new ClassTarget(digit.text("word")), digit.split(), "");
  }

  private static Item read(Label label, long start, Path wav, Path strip, int rows)
      throws IOException {
    SignalFiles.Wav sound = SignalFiles.wav(wav);
    SignalFiles.Grey film = SignalFiles.png(strip);
    if (film.height() % rows != 0) {
      throw new IOException(
          strip + ": " + film.height() + " rows are no whole number of frames of " + rows);
    }
    List<float[]> tiles = new ArrayList<>();
    for (int row = 0; row < film.height(); row += rows) {
      tiles.add(film.cut(row, rows));
    }
    List<RawFrame> frames = new ArrayList<>();
    int samplesPerFrame = (int) (sound.sampleRate() * FRAME / 1_000_000);
    for (int k = 0; k < sound.samples().length / samplesPerFrame; k++) {
      Signal around =
          new Signal.Sound(
              sound.samples(), sound.sampleRate(), k * samplesPerFrame + samplesPerFrame / 2);
      frames.add(new RawFrame(AUDIO, start + k * FRAME, FRAME, around));
    }
    for (int k = 0; k < tiles.size(); k++) {
      float[] before = tiles.get(Math.max(0, k - CONTEXT));
      float[] after = tiles.get(Math.min(tiles.size() - 1, k + CONTEXT));
      Signal three = new Signal.Image(film.width(), rows, List.of(before, tiles.get(k), after));
      frames.add(new RawFrame(VIDEO, start + k * FRAME, FRAME, three));
    }
    return new Item(label.stream(), start, frames, List.of(label));
  }

  @Override
  public String name() {
    return "grid-av";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(AUDIO, VIDEO);
  }

  @Override
  public Features features(Modality modality) {
    return modality.equals(AUDIO)
        ? new MelFeatures(8000, 256, 160, 24, 20, false)
        : new PixelFeatures(40, 28, 3, 2);
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
    return 320_000;
  }
}
