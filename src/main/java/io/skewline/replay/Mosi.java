// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.Target;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Features;
import io.skewline.network.encoder.RowFeatures;
import io.skewline.network.encoder.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opinion videos: one stream per video, an utterance is one frame of each modality that lasts as
 * long as the utterance. An utterance of no length lasts a millisecond; overlaps stay as they are.
 */
final class Mosi implements Dataset {
  private static final Logger LOG = LoggerFactory.getLogger(Mosi.class);

  private final Map<Modality, float[][]> rows = new LinkedHashMap<>();
  private final List<LazyItem> items;
  private final int skipped;
  private final long span;

  /**
   * @param regression true: the label is the sentiment −3..3, rows without one are skipped; false:
   *     {@code neg} or {@code pos}
   */
  Mosi(Path folder, boolean regression) throws IOException {
    for (String name : List.of("text", "audio", "video")) {
      rows.put(new Modality(name), SignalFiles.npy(folder.resolve(name + ".npy")));
    }
    List<LazyItem> found = new ArrayList<>();
    int empty = 0;
    long end = 0;
    for (CsvTable.Row row : CsvTable.read(folder.resolve("utterances.csv"))) {
      if (row.text("sentiment").isEmpty() && regression) {
        empty++;
        continue;
      }
      Item item = item(row, regression);
      end = Math.max(end, item.labels().get(0).endMicros());
      found.add(new LazyItem(item.stream(), item.startMicros(), () -> item));
    }
    if (empty > 0) {
      LOG.info("mosi: {} utterances without a sentiment skipped", empty);
    }
    this.items = LazyItem.sorted(found);
    this.skipped = empty;
    this.span = end;
  }

  private Item item(CsvTable.Row row, boolean regression) throws IOException {
    long start = Math.round(row.number("start_s") * 1e6);
    long end = Math.round(row.number("end_s") * 1e6);
    if (end < start) {
      throw row.error("end_s is before start_s");
    }
    end = Math.max(end, start + 1000);
    Target target =
        regression
            ? new ValueTarget(row.number("sentiment"))
            : new ClassTarget(row.integer("label2") == 1 ? "pos" : "neg");
    StreamId stream = new StreamId(row.text("video_id"));
    int index = row.integer("row");
    List<RawFrame> frames = new ArrayList<>();
    for (Map.Entry<Modality, float[][]> entry : rows.entrySet()) {
      if (index < 0 || index >= entry.getValue().length) {
        throw row.error("row " + index + " is not in " + entry.getKey() + ".npy");
      }
      Signal signal = new Signal.Row(entry.getValue()[index]);
      frames.add(new RawFrame(entry.getKey(), start, end - start, signal));
    }
    return new Item(
        stream, start, frames, List.of(new Label(stream, start, end, target, row.split(), "")));
  }

  /** Utterances left out because they have no sentiment. */
  int skipped() {
    return skipped;
  }

  @Override
  public String name() {
    return "mosi";
  }

  @Override
  public List<Modality> modalities() {
    return List.copyOf(rows.keySet());
  }

  @Override
  public Features features(Modality modality) {
    return new RowFeatures(rows.get(modality)[0].length);
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
    return 1_000_000;
  }
}
