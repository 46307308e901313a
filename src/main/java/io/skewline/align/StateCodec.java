// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.OpenWindow.Closing;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes of the align store. Keys begin with 's' (stream) or 'w' (window); streams come before
 * windows, so that loading in key order finds a window's stream. Values begin with a version.
 * Modalities are written by name: the topology file may reorder them.
 */
final class StateCodec {
  private static final int VERSION = 1;

  private final List<Modality> modalities;

  StateCodec(List<Modality> modalities) {
    this.modalities = modalities;
  }

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try {
      body.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  byte[] streamKey(StreamId id) {
    return bytes(
        out -> {
          out.writeByte('s');
          out.writeUTF(id.value());
        });
  }

  byte[] windowKey(WindowId id) {
    return bytes(
        out -> {
          out.writeByte('w');
          out.writeUTF(id.stream().value());
          out.writeLong(id.epoch());
          out.writeLong(id.startMicros());
          out.writeLong(id.endMicros());
        });
  }

  byte[] streamValue(StreamState stream) {
    return bytes(
        out -> {
          out.writeByte(VERSION);
          out.writeLong(stream.epoch);
          out.writeByte(modalities.size());
          for (int m = 0; m < modalities.size(); m++) {
            out.writeUTF(modalities.get(m).name());
            out.writeLong(stream.newest[m]);
            out.writeUTF(stream.sessions.current[m]);
          }
          out.writeUTF(stream.sessions.opener);
          out.writeShort(stream.sessions.retired.size());
          for (String session : stream.sessions.retired) {
            out.writeUTF(session);
          }
          out.writeLong(stream.closedEarlyFloor);
          writeSpans(out, stream.closedEarly);
          out.writeInt(stream.cohorts.size());
          for (Cohort cohort : stream.cohorts.values()) {
            writeCohort(out, cohort);
          }
        });
  }

  private void writeCohort(DataOutputStream out, Cohort cohort) throws IOException {
    out.writeLong(cohort.key.epoch());
    out.writeUTF(modalities.get(cohort.key.modality()).name());
    writeSpans(out, cohort.key.windows());
    writeSpans(out, cohort.open);
    out.writeLong(cohort.frames);
    out.writeBoolean(cohort.fused);
  }

  byte[] windowValue(OpenWindow window) {
    return bytes(
        out -> {
          out.writeByte(VERSION);
          out.writeUTF(window.session);
          out.writeLong(window.firstEventMicros);
          out.writeBoolean(window.closing.isPresent());
          if (window.closing.isPresent()) {
            writeClosing(out, window.closing.get());
          }
          for (int m = 0; m < modalities.size(); m++) {
            if (window.pools[m] != null) {
              out.writeUTF(modalities.get(m).name());
              writePool(out, window.pools[m], window.closing.isPresent());
            }
          }
        });
  }

  private static void writeClosing(DataOutputStream out, Closing closing) throws IOException {
    out.writeUTF(closing.reason().name());
    out.writeLong(closing.triggerMillis());
    out.writeByte(closing.silent().size());
    for (Modality modality : closing.silent()) {
      out.writeUTF(modality.name());
    }
  }

  /** A closed window takes no frames: its sequence numbers are not needed any more. */
  private static void writePool(DataOutputStream out, ModalityPool pool, boolean closed)
      throws IOException {
    out.writeInt(pool.frames);
    out.writeLong(pool.timeSumMicros);
    out.writeShort(pool.layers.length);
    for (int i = 0; i < pool.layers.length; i++) {
      out.writeInt(pool.layers[i]);
      out.writeInt(pool.counts[i]);
      ByteBuffer floats = ByteBuffer.allocate(pool.sums[i].length * Float.BYTES);
      floats.asFloatBuffer().put(pool.sums[i]);
      out.writeInt(pool.sums[i].length);
      out.write(floats.array());
    }
    long[] sequences = closed ? new long[0] : pool.sequences.toArray();
    out.writeInt(sequences.length);
    for (long sequence : sequences) {
      out.writeLong(sequence);
    }
  }

  private static void writeSpans(DataOutputStream out, java.util.Collection<Span> spans)
      throws IOException {
    out.writeInt(spans.size());
    for (Span span : spans) {
      out.writeLong(span.startMicros());
      out.writeLong(span.endMicros());
    }
  }

  void load(AlignState state, byte[] key, byte[] value) {
    DataInputStream keys = new DataInputStream(new ByteArrayInputStream(key));
    DataInputStream values = new DataInputStream(new ByteArrayInputStream(value));
    try {
      char kind = (char) keys.readByte();
      int version = values.readByte();
      if (version != VERSION) {
        throw new IllegalStateException("align store: unknown version " + version);
      }
      StreamId id = new StreamId(keys.readUTF());
      if (kind == 's') {
        readStream(values, state.create(id, modalities.size()));
      } else {
        readWindow(state.find(id).orElseThrow(), id, keys, values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("align store: damaged entry", e);
    }
  }

  private void readStream(DataInputStream in, StreamState stream) throws IOException {
    stream.epoch = in.readLong();
    int count = in.readByte();
    for (int n = 0; n < count; n++) {
      int m = index(in.readUTF());
      long newest = in.readLong();
      String session = in.readUTF();
      if (m >= 0) {
        stream.newest[m] = newest;
        stream.sessions.current[m] = session;
      }
    }
    stream.sessions.opener = in.readUTF();
    for (int n = in.readShort(); n > 0; n--) {
      stream.sessions.retired.addLast(in.readUTF());
    }
    stream.closedEarlyFloor = in.readLong();
    stream.closedEarly.addAll(readSpans(in));
    for (int n = in.readInt(); n > 0; n--) {
      readCohort(in, stream);
    }
  }

  private void readCohort(DataInputStream in, StreamState stream) throws IOException {
    long epoch = in.readLong();
    int modality = index(in.readUTF());
    List<Span> windows = readSpans(in);
    Set<Span> open = new HashSet<>(readSpans(in));
    long frames = in.readLong();
    boolean fused = in.readBoolean();
    if (modality >= 0) {
      Cohort.Key key = new Cohort.Key(epoch, modality, windows);
      stream.cohorts.put(key, new Cohort(key, open, frames, fused));
    }
  }

  private void readWindow(StreamState stream, StreamId id, DataInputStream keys, DataInputStream in)
      throws IOException {
    WindowId window = new WindowId(id, keys.readLong(), keys.readLong(), keys.readLong());
    OpenWindow open = new OpenWindow(window, in.readUTF(), modalities.size(), in.readLong());
    if (in.readBoolean()) {
      open.closing = Optional.of(readClosing(in));
    }
    while (in.available() > 0) {
      int modality = index(in.readUTF());
      ModalityPool pool = readPool(in);
      if (modality >= 0) {
        open.pools[modality] = pool;
      }
    }
    if (open.closing.isPresent()) {
      stream.pending.put(window, open);
    } else {
      stream.open.put(open.span, open);
    }
  }

  private static Closing readClosing(DataInputStream in) throws IOException {
    ClosingReason reason = ClosingReason.valueOf(in.readUTF());
    long trigger = in.readLong();
    List<Modality> silent = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      silent.add(new Modality(in.readUTF()));
    }
    return new Closing(reason, silent, trigger);
  }

  private static ModalityPool readPool(DataInputStream in) throws IOException {
    int frames = in.readInt();
    long times = in.readLong();
    int count = in.readShort();
    int[] layers = new int[count];
    int[] counts = new int[count];
    float[][] sums = new float[count][];
    for (int i = 0; i < count; i++) {
      layers[i] = in.readInt();
      counts[i] = in.readInt();
      sums[i] = new float[in.readInt()];
      ByteBuffer.wrap(in.readNBytes(sums[i].length * Float.BYTES)).asFloatBuffer().get(sums[i]);
    }
    long[] sequences = new long[in.readInt()];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = in.readLong();
    }
    return new ModalityPool(
        frames,
        times,
        layers,
        sums,
        counts,
        sequences.length == 0 ? new Sequences() : new Sequences(sequences, sequences.length));
  }

  private static List<Span> readSpans(DataInputStream in) throws IOException {
    List<Span> spans = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      spans.add(new Span(in.readLong(), in.readLong()));
    }
    return spans;
  }

  /** −1 for a modality that the topology no longer has. */
  private int index(String name) {
    return modalities.indexOf(new Modality(name));
  }
}
