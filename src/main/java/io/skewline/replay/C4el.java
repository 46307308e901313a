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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * C4EL, English text with Latin phrases beside the same in English alone (repository
 * fight-flowes/C4EL: folders {@code LE} and {@code EN} of JSON files; an entry has text, timestamp,
 * language, phrase and url). <b>The rest is our reading</b>, as the files themselves could not be
 * seen: entries of the two folders belong together by {@code url}, {@code EN} has them in the order
 * of {@code LE} but may leave some out, and a {@code topic} in either is the label; the published
 * entries are not said to have one. Pairs have no time of their own: they are dealt into streams,
 * one window apart; the first of each ten streams is {@code val}.
 */
final class C4el implements Dataset {
  private static final long WINDOW = 1_000_000;
  private static final int STREAMS = 20;

  private final Path folder;
  private final List<Modality> modalities;
  private final long pairs;

  /** Counts the pairs by reading through {@code EN} once. */
  C4el(Path folder, Modality first, Modality second) throws IOException {
    this.folder = folder;
    this.modalities = List.of(first, second);
    long count = 0;
    try (JsonEntries english = new JsonEntries(folder.resolve("EN"))) {
      while (english.next() != null) {
        count++;
      }
    }
    this.pairs = count;
  }

  private Item item(JsonEntries.Entry mixed, JsonEntries.Entry english, long number)
      throws IOException {
    int part = (int) (number % STREAMS);
    StreamId stream = new StreamId("c4el-%02d".formatted(part));
    long start = number / STREAMS * WINDOW;
    long time = start + WINDOW / 2;
    String topic = mixed.text("topic").isEmpty() ? english.text("topic") : mixed.text("topic");
    if (topic.isEmpty()) {
      throw english.error("has no 'topic', nor has " + mixed.path() + ":" + mixed.line());
    }
    Label label =
        new Label(
            stream,
            start,
            start + WINDOW,
            new ClassTarget(topic),
            part % 10 == 0 ? "val" : "train",
            "");
    Signal a = new Signal.Text(mixed.needed("text"));
    Signal b = new Signal.Text(english.needed("text"));
    return new Item(
        stream,
        start,
        List.of(
            new RawFrame(modalities.get(0), time, 0, a),
            new RawFrame(modalities.get(1), time, 0, b)),
        List.of(label),
        number + STREAMS >= pairs);
  }

  /** Walks both folders at once; files close with the last pair. */
  private final class Pairs implements Iterator<Item> {
    private final JsonEntries mixed;
    private final JsonEntries english;
    private long number;

    Pairs() throws IOException {
      this.mixed = new JsonEntries(folder.resolve("LE"));
      this.english = new JsonEntries(folder.resolve("EN"));
    }

    @Override
    public boolean hasNext() {
      return number < pairs;
    }

    @Override
    public Item next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      try {
        JsonEntries.Entry translation = english.next();
        if (translation == null) {
          throw new IOException(folder.resolve("EN") + ": has changed since it was counted");
        }
        Item item = item(partner(translation), translation, number++);
        if (!hasNext()) {
          mixed.close();
          english.close();
        }
        return item;
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }

    private JsonEntries.Entry partner(JsonEntries.Entry translation) throws IOException {
      String url = translation.needed("url");
      JsonEntries.@Nullable Entry entry = mixed.next();
      while (entry != null && !entry.needed("url").equals(url)) {
        entry = mixed.next();
      }
      if (entry == null) {
        throw translation.error(
            "no entry of " + folder.resolve("LE") + " that follows has its url");
      }
      return entry;
    }
  }

  @Override
  public String name() {
    return "c4el";
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
    try {
      return new Pairs();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public OptionalLong spanMicros() {
    return OptionalLong.of((pairs + STREAMS - 1) / STREAMS * WINDOW);
  }

  @Override
  public long windowMicros() {
    return WINDOW;
  }
}
