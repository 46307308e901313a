// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.network.encoder.Features;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A data set in two halves: the rows that are not marked {@code val}, then, moved behind them,
 * those that are. What the encoders and the first models have never met begins half-way. No row
 * keeps its mark: all of them may be learned from.
 */
final class UnseenLast implements Dataset {
  private final Dataset all;
  private final long shiftMicros;

  /**
   * @param all has an end; closed with this one
   */
  UnseenLast(Dataset all) {
    long window = all.windowMicros();
    long span =
        all.spanMicros()
            .orElseThrow(() -> new IllegalArgumentException(all.name() + " has no end"));
    this.all = all;
    this.shiftMicros = Math.floorDiv(span + window - 1, window) * window;
  }

  @Override
  public Iterator<Item> items() {
    return Stream.concat(
            part(false).map(item -> moved(item, 0)),
            part(true).map(item -> moved(item, shiftMicros)))
        .iterator();
  }

  private Stream<Item> part(boolean unseen) {
    Iterable<Item> items = all::items;
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> item.labels().stream().anyMatch(l -> l.split().equals("val")) == unseen);
  }

  private static Item moved(Item item, long by) {
    return new Item(
        item.stream(),
        item.startMicros() + by,
        item.frames().stream().map(frame -> moved(frame, by)).toList(),
        item.labels().stream().map(label -> moved(label, by)).toList(),
        item.last());
  }

  private static RawFrame moved(RawFrame frame, long by) {
    return new RawFrame(
        frame.modality(), frame.offsetMicros() + by, frame.durationMicros(), frame.signal());
  }

  private static Label moved(Label label, long by) {
    return new Label(
        label.stream(),
        label.startMicros() + by,
        label.endMicros() + by,
        label.target(),
        "",
        label.group());
  }

  @Override
  public String name() {
    return all.name();
  }

  @Override
  public List<Modality> modalities() {
    return all.modalities();
  }

  @Override
  public Features features(Modality modality) {
    return all.features(modality);
  }

  @Override
  public OptionalLong spanMicros() {
    return OptionalLong.of(2 * shiftMicros);
  }

  @Override
  public Dataset original() {
    return all;
  }

  @Override
  public OptionalLong changeMicros() {
    return OptionalLong.of(shiftMicros);
  }

  @Override
  public long windowMicros() {
    return all.windowMicros();
  }

  @Override
  public void close() {
    all.close();
  }
}
