// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.List;

/**
 * Bytes of the align store. Keys begin with 's' (stream), 'w' (window) or 'x' (waiting frame), in
 * which order they are to be loaded, and the stream's id; values begin with a version. What is
 * small goes into its stream's entry and has none of its own. Modalities are written by name: the
 * topology file may reorder them. One thread.
 */
final class StateCodec {
  private static final int VERSION = 4;

  private final List<Modality> modalities;
  private final StreamCodec streams;
  private final WindowCodec windows;
  private final StateWriter writer = new StateWriter();

  StateCodec(List<Modality> modalities) {
    this.modalities = modalities;
    this.windows = new WindowCodec(modalities);
    this.streams = new StreamCodec(modalities, windows);
  }

  private StateWriter key(char kind, StreamId stream) {
    return writer.begin().small(kind).text(stream.value());
  }

  byte[] streamKey(StreamId id) {
    return key('s', id).end();
  }

  byte[] windowKey(WindowId id) {
    return key('w', id.stream())
        .number(id.epoch())
        .number(id.startMicros())
        .number(id.endMicros())
        .end();
  }

  byte[] waitingKey(WaitingFrame waiting) {
    return key('x', waiting.stream.id)
        .text(modalities.get(waiting.modality).name())
        .number(waiting.time)
        .number(waiting.sequence)
        .end();
  }

  byte[] streamValue(StreamState stream) {
    streams.write(writer.begin().small(VERSION), stream);
    return writer.end();
  }

  byte[] windowValue(WindowState window) {
    windows.write(writer.begin().small(VERSION), window, "");
    return writer.end();
  }

  byte[] waitingValue(WaitingFrame waiting) {
    PoolCodec.writeFrame(writer.begin().small(VERSION), waiting.frame(), 0, "");
    return writer.end();
  }

  static char kind(byte[] key) {
    return (char) key[0];
  }

  static StreamId stream(byte[] key) {
    StateReader in = new StateReader(key);
    in.small();
    return new StreamId(in.text());
  }

  static WindowId window(byte[] key) {
    StateReader in = new StateReader(key);
    in.small();
    return new WindowId(new StreamId(in.text()), in.longNumber(), in.longNumber(), in.longNumber());
  }

  /** The modality of a waiting frame's key, −1 if the topology no longer has it. */
  int modality(byte[] key) {
    StateReader in = new StateReader(key);
    in.small();
    in.text();
    return modalities.indexOf(new Modality(in.text()));
  }

  StreamCodec streams() {
    return streams;
  }

  WindowCodec windows() {
    return windows;
  }

  Frame waiting(StateReader in, StreamId stream, int modality) {
    return PoolCodec.readFrame(in, stream, modalities.get(modality), 0, "");
  }

  /** The value behind its version. */
  static StateReader value(byte[] value) {
    StateReader in = new StateReader(value);
    int version = in.small();
    if (version != VERSION) {
      throw new IllegalStateException(
          "align store: entry of version " + version + ", this program reads " + VERSION);
    }
    return in;
  }
}
