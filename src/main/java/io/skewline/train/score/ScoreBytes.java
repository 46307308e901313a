// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Offset;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parts of the score store's entries as bytes: equal ones are equal bytes. */
final class ScoreBytes {
  private ScoreBytes() {}

  /** Something that is written. */
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Something that is read. */
  interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  static byte[] write(Writing what) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      what.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws UncheckedIOException if there are too few bytes
   */
  static <T> T read(byte[] bytes, Reading<T> what) {
    try {
      return what.from(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("an entry of the score store is cut off", e);
    }
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  static void label(DataOutputStream out, Label label) throws IOException {
    text(out, label.stream().value());
    out.writeLong(label.startMicros());
    out.writeLong(label.endMicros());
    boolean named = label.target() instanceof ClassTarget;
    out.writeBoolean(named);
    if (label.target() instanceof ClassTarget target) {
      text(out, target.name());
    } else {
      out.writeDouble(((ValueTarget) label.target()).value());
    }
    text(out, label.split());
    text(out, label.group());
  }

  static Label label(DataInputStream in) throws IOException {
    StreamId stream = new StreamId(text(in));
    long start = in.readLong();
    long end = in.readLong();
    Label.Target target =
        in.readBoolean() ? new ClassTarget(text(in)) : new ValueTarget(in.readDouble());
    return new Label(stream, start, end, target, text(in), text(in));
  }

  static void heard(DataOutputStream out, HeardLabel heard) throws IOException {
    out.writeLong(heard.appendMillis());
    out.writeInt(heard.judged().size());
    for (String model : heard.judged()) {
      text(out, model);
    }
  }

  static HeardLabel heard(DataInputStream in) throws IOException {
    long millis = in.readLong();
    Set<String> judged = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      judged.add(text(in));
    }
    return new HeardLabel(millis, judged);
  }

  static void key(DataOutputStream out, MadeKey key) throws IOException {
    WindowId window = key.window();
    text(out, window.stream().value());
    out.writeLong(window.epoch());
    out.writeLong(window.startMicros());
    out.writeLong(window.endMicros());
    out.writeByte(key.role().ordinal());
  }

  static MadeKey key(DataInputStream in) throws IOException {
    WindowId window =
        new WindowId(new StreamId(text(in)), in.readLong(), in.readLong(), in.readLong());
    return new MadeKey(window, Role.values()[in.readByte()]);
  }

  static void slice(DataOutputStream out, ScoreSlice slice) throws IOException {
    out.writeByte(slice.role().ordinal());
    out.writeLong(slice.version());
    text(out, slice.hash());
    text(out, slice.modalities());
    out.writeByte(slice.offset().ordinal());
    out.writeByte(slice.delay().ordinal());
  }

  static ScoreSlice slice(DataInputStream in) throws IOException {
    return new ScoreSlice(
        Role.values()[in.readByte()],
        in.readLong(),
        text(in),
        text(in),
        Offset.values()[in.readByte()],
        Delay.values()[in.readByte()]);
  }

  static void made(DataOutputStream out, Made made) throws IOException {
    slice(out, made.slice());
    text(out, made.said());
    out.writeDouble(made.value());
    out.writeDouble(made.confidence());
    out.writeDouble(made.low());
    out.writeDouble(made.high());
    out.writeLong(made.appendMillis());
  }

  static Made made(WindowId window, DataInputStream in) throws IOException {
    return new Made(
        window,
        slice(in),
        text(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readLong());
  }

  static void tally(DataOutputStream out, ModelScore score) throws IOException {
    out.writeLong(score.firstMillis());
    out.writeLong(score.lastMillis());
    Tally.Numbers n = score.tally().numbers();
    for (long count :
        new long[] {
          n.predictions(),
          n.labelled(),
          n.hits(),
          n.contradicted(),
          n.unlabelled(),
          n.paired(),
          n.won(),
          n.lost(),
          n.covered(),
          n.labels(),
          n.labelHits()
        }) {
      out.writeLong(count);
    }
    out.writeDouble(n.absolute());
    out.writeDouble(n.squares());
    for (Tally.Bin bin : score.tally().bins()) {
      out.writeLong(bin.n());
      out.writeLong(bin.hits());
      out.writeDouble(bin.confidence());
    }
    out.writeInt(score.tally().confusion().size());
    for (Map.Entry<Tally.Cell, Long> cell : score.tally().confusion().entrySet()) {
      text(out, cell.getKey().truth());
      text(out, cell.getKey().predicted());
      out.writeLong(cell.getValue());
    }
  }

  static SliceTally tally(ScoreSlice slice, DataInputStream in) throws IOException {
    long first = in.readLong();
    long last = in.readLong();
    long[] n = new long[11];
    for (int i = 0; i < n.length; i++) {
      n[i] = in.readLong();
    }
    Tally.Numbers numbers =
        new Tally.Numbers(
            n[0],
            n[1],
            n[2],
            n[3],
            n[4],
            n[5],
            n[6],
            n[7],
            n[8],
            in.readDouble(),
            in.readDouble(),
            n[9],
            n[10]);
    List<Tally.Bin> bins = new ArrayList<>();
    for (int i = 0; i < Tally.BINS; i++) {
      bins.add(new Tally.Bin(in.readLong(), in.readLong(), in.readDouble()));
    }
    Map<Tally.Cell, Long> confusion = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      confusion.put(new Tally.Cell(text(in), text(in)), in.readLong());
    }
    return new SliceTally(slice, first, last, new Tally(numbers, bins, confusion));
  }
}
