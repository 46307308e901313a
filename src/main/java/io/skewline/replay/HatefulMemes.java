// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Features;
import io.skewline.network.encoder.PixelFeatures;
import io.skewline.network.encoder.Signal;
import io.skewline.network.encoder.TextFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The Hateful Memes challenge (Kiela et al., NeurIPS 2020), as the repository facebookresearch/mmf
 * reads it: {@code train.jsonl} and {@code dev_seen.jsonl} (first edition: {@code dev.jsonl}), a
 * JSON object per line with {@code id}, {@code img}, {@code label} and {@code text}. Memes have no
 * time: they are dealt into streams, one window apart. Test files have no labels and are not read.
 */
final class HatefulMemes implements Dataset {
  private static final Modality IMAGE = new Modality("image");
  private static final Modality TEXT = new Modality("text");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long WINDOW = 1_000_000;

  /** Pixels of a thumbnail's side. */
  private static final int SIZE = 32;

  /** The sets differ in size like this, so both play from beginning to end. */
  private static final int TRAIN_STREAMS = 16;

  private static final int DEV_STREAMS = 1;

  private final List<LazyItem> items;
  private long span;

  HatefulMemes(Path folder) throws IOException {
    List<LazyItem> found = new ArrayList<>();
    read(folder.resolve("train.jsonl"), "train", TRAIN_STREAMS, found);
    Path seen = folder.resolve("dev_seen.jsonl");
    read(Files.exists(seen) ? seen : folder.resolve("dev.jsonl"), "val", DEV_STREAMS, found);
    this.items = LazyItem.sorted(found);
  }

  private void read(Path file, String split, int streams, List<LazyItem> found) throws IOException {
    int number = 0;
    for (TextLine line : TextLine.read(file, StandardCharsets.UTF_8)) {
      JsonNode meme = meme(line);
      StreamId stream = new StreamId("%s-%02d".formatted(split, number % streams));
      long start = number / streams * WINDOW;
      Label label = new Label(stream, start, start + WINDOW, target(line, meme), split, "");
      Path image = file.resolveSibling(text(line, meme, "img"));
      if (!Files.isRegularFile(image)) {
        throw line.error("there is no " + image);
      }
      String text = text(line, meme, "text");
      found.add(new LazyItem(stream, start, () -> item(label, image, text)));
      span = Math.max(span, start + WINDOW);
      number++;
    }
  }

  private static JsonNode meme(TextLine line) throws IOException {
    try {
      JsonNode meme = JSON.readTree(line.text());
      if (meme.isObject()) {
        return meme;
      }
    } catch (JsonProcessingException e) {
      throw line.error("is not JSON: " + e.getOriginalMessage());
    }
    throw line.error("must be a JSON object");
  }

  private static String text(TextLine line, JsonNode meme, String field) throws IOException {
    if (!meme.path(field).isTextual()) {
      throw line.error("has no text '" + field + "'");
    }
    return meme.path(field).textValue();
  }

  private static ClassTarget target(TextLine line, JsonNode meme) throws IOException {
    JsonNode label = meme.path("label");
    if (!label.isInt() || label.intValue() < 0 || label.intValue() > 1) {
      throw line.error("label must be 0 or 1: was " + (label.isMissingNode() ? "absent" : label));
    }
    return new ClassTarget(label.intValue() == 1 ? "hateful" : "not-hateful");
  }

  private static Item item(Label label, Path image, String text) throws IOException {
    long time = label.startMicros() + WINDOW / 2;
    Signal picture = new Signal.Image(SIZE, SIZE, Thumbnail.read(image, SIZE));
    return new Item(
        label.stream(),
        label.startMicros(),
        List.of(
            new RawFrame(IMAGE, time, 0, picture),
            new RawFrame(TEXT, time, 0, new Signal.Text(text))),
        List.of(label));
  }

  @Override
  public String name() {
    return "hateful-memes";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(IMAGE, TEXT);
  }

  @Override
  public Features features(Modality modality) {
    return modality.equals(IMAGE) ? new PixelFeatures(SIZE, SIZE, 3, 1) : TextFeatures.sentences();
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
