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
import java.util.ArrayList;
import java.util.Collection;
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
  private static final int VERSION = 2;

  private final List<Modality> modalities;

  StateCodec(List<Modality> modalities) {
    this.modalities = modalities;
  }

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Body body) {
    return bytes(128, body);
  }

  private static byte[] bytes(int expected, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
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
          Texts.write(out, id.value());
        });
  }

  byte[] windowKey(WindowId id) {
    return bytes(
        out -> {
          out.writeByte('w');
          Texts.write(out, id.stream().value());
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
            Texts.write(out, modalities.get(m).name());
            out.writeLong(stream.newest[m]);
            Texts.write(out, stream.sessions.current[m]);
          }
          Texts.write(out, stream.sessions.opener);
          out.writeShort(stream.sessions.retired.size());
          for (String session : stream.sessions.retired) {
            Texts.write(out, session);
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
    Texts.write(out, modalities.get(cohort.key.modality()).name());
    writeSpans(out, cohort.key.windows());
    writeSpans(out, cohort.open);
    out.writeLong(cohort.frames);
    out.writeBoolean(cohort.fused);
  }

  byte[] windowValue(OpenWindow window) {
    return bytes(
        expectedBytes(window),
        out -> {
          out.writeByte(VERSION);
          Texts.write(out, window.session);
          out.writeLong(window.firstEventMicros);
          out.writeBoolean(window.closing.isPresent());
          if (window.closing.isPresent()) {
            writeClosing(out, window.closing.get());
          }
          for (int m = 0; m < modalities.size(); m++) {
            if (window.pools[m] != null) {
              Texts.write(out, modalities.get(m).name());
              PoolCodec.write(out, window.pools[m], window.closing.isPresent());
            }
          }
        });
  }

  /** Near enough to spare the growing and copying of the buffer. */
  private static int expectedBytes(OpenWindow window) {
    int bytes = 256;
    for (ModalityPool pool : window.pools) {
      if (pool != null) {
        bytes += pool.frames * Long.BYTES;
        for (float[] sum : pool.sums) {
          bytes += sum.length * Float.BYTES + 16;
        }
      }
    }
    return bytes;
  }

  private static void writeClosing(DataOutputStream out, Closing closing) throws IOException {
    Texts.write(out, closing.reason().name());
    out.writeLong(closing.triggerMillis());
    out.writeByte(closing.silent().size());
    for (Modality modality : closing.silent()) {
      Texts.write(out, modality.name());
    }
  }

  private static void writeSpans(DataOutputStream out, Collection<Span> spans) throws IOException {
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
        throw new IllegalStateException(
            "align store: entry of version " + version + ", this program reads " + VERSION);
      }
      StreamId id = new StreamId(Texts.read(keys));
      if (kind == 's') {
        readStream(values, state.create(id, modalities.size()));
      } else {
        readWindow(state, id, keys, values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("align store: damaged entry", e);
    }
  }

  private void readStream(DataInputStream in, StreamState stream) throws IOException {
    stream.epoch = in.readLong();
    int count = in.readByte();
    for (int n = 0; n < count; n++) {
      int m = index(Texts.read(in));
      long newest = in.readLong();
      String session = Texts.read(in);
      if (m >= 0) {
        stream.newest[m] = newest;
        stream.sessions.current[m] = session;
      }
    }
    stream.sessions.opener = Texts.read(in);
    for (int n = in.readShort(); n > 0; n--) {
      stream.sessions.retired.addLast(Texts.read(in));
    }
    stream.closedEarlyFloor = in.readLong();
    stream.closedEarly.addAll(readSpans(in));
    for (int n = in.readInt(); n > 0; n--) {
      readCohort(in, stream);
    }
  }

  private void readCohort(DataInputStream in, StreamState stream) throws IOException {
    long epoch = in.readLong();
    int modality = index(Texts.read(in));
    List<Span> windows = readSpans(in);
    Set<Span> open = new HashSet<>(readSpans(in));
    long frames = in.readLong();
    boolean fused = in.readBoolean();
    if (modality >= 0) {
      Cohort.Key key = new Cohort.Key(epoch, modality, windows);
      stream.cohorts.put(key, new Cohort(key, open, frames, fused));
    }
  }

  private void readWindow(AlignState state, StreamId id, DataInputStream keys, DataInputStream in)
      throws IOException {
    StreamState stream = state.find(id).orElseThrow();
    WindowId window = new WindowId(id, keys.readLong(), keys.readLong(), keys.readLong());
    OpenWindow open = new OpenWindow(window, Texts.read(in), modalities.size(), in.readLong());
    if (in.readBoolean()) {
      open.closing = Optional.of(readClosing(in));
    }
    while (in.available() > 0) {
      int modality = index(Texts.read(in));
      ModalityPool pool = PoolCodec.read(in);
      if (modality >= 0) {
        open.pools[modality] = pool;
      }
    }
    open.stored = true;
    if (open.frames() == 0) {
      // Held only modalities that the topology no longer has.
      state.remove(open);
    } else if (open.closing.isPresent()) {
      stream.pending.put(window, open);
    } else {
      stream.open.put(open.span, open);
    }
  }

  private static Closing readClosing(DataInputStream in) throws IOException {
    ClosingReason reason = ClosingReason.valueOf(Texts.read(in));
    long trigger = in.readLong();
    List<Modality> silent = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      silent.add(new Modality(Texts.read(in)));
    }
    return new Closing(reason, silent, trigger);
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
