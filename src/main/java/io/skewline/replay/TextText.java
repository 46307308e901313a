// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Features;
import io.skewline.network.encoder.Signal;
import io.skewline.network.encoder.TextFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Sentences in two languages, one window apart. The language pairs share their English side, so
 * sentences are dealt into parts by sentence: a part is the group that no split may cut.
 */
final class TextText implements Dataset {
  private static final long WINDOW = 1_000_000;
  private static final int PARTS = 8;

  private final List<Modality> modalities;
  private final List<LazyItem> items;
  private final long span;

  TextText(Path folder, Modality first, Modality second) throws IOException {
    this.modalities = List.of(first, second);
    List<LazyItem> found = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    long end = 0;
    for (CsvTable.Row row : CsvTable.read(folder.resolve("pairs.csv"))) {
      String part = row.split() + "-" + Math.floorMod(row.integer("sentence"), PARTS);
      StreamId stream = new StreamId(row.text("lang_a") + "-" + row.text("lang_b") + "-" + part);
      long start = (seen.merge(stream.value(), 1, Integer::sum) - 1) * WINDOW;
      end = Math.max(end, start + WINDOW);
      Item item = item(row, stream, start, part);
      found.add(new LazyItem(stream, start, () -> item));
    }
    this.items = LazyItem.sorted(found);
    this.span = end;
  }

  private Item item(CsvTable.Row row, StreamId stream, long start, String part) throws IOException {
    long time = start + WINDOW / 2;
    return new Item(
        stream,
        start,
        List.of(
            new RawFrame(modalities.get(0), time, 0, new Signal.Text(row.text("text_a"))),
            new RawFrame(modalities.get(1), time, 0, new Signal.Text(row.text("text_b")))),
        List.of(
            new Label(
                stream,
                start,
                start + WINDOW,
                new ClassTarget(row.text("topic")),
                row.split(),
                part)));
  }

  @Override
  public String name() {
    return "text-text";
  }

  @Override
  public List<Modality> modalities() {
    return modalities;
  }

  @Override
  public Features features(Modality modality) {
    return TextFeatures.sentences();
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
