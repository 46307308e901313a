// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.function.BiConsumer;

/** What has changed since the last commit, as the entries of the store. One thread. */
final class StateChanges {
  /** Windows and waiting frames within one stream's entry. */
  private static final int MOST_INLINE = 128;

  private final StateCodec codec;
  private final AlignState state;

  StateChanges(StateCodec codec, AlignState state) {
    this.codec = codec;
    this.state = state;
  }

  /** Deletes first: what was deleted may have come again under the same name. */
  void write(BiConsumer<byte[], byte[]> to) {
    state.removedStreams.forEach(id -> to.accept(codec.streamKey(id), null));
    state.removedWindows.forEach(id -> to.accept(codec.windowKey(id), null));
    state.removedWaiting.forEach(frame -> to.accept(codec.waitingKey(frame), null));
    state.changedWindows.drain(window -> write(window, to));
    state.newWaiting.drain(waiting -> write(waiting, to));
    state.changedStreams.drain(stream -> write(stream, to));
    state.written();
  }

  /** The entry of a stream is to be written too where it takes a window in or lets it go. */
  private void write(WindowState window, BiConsumer<byte[], byte[]> to) {
    if (!window.stored) {
      state.touch(window.stream);
    }
    if (!window.inline()) {
      writeOwn(window, to);
    }
  }

  private void writeOwn(WindowState window, BiConsumer<byte[], byte[]> to) {
    window.stored = true;
    to.accept(codec.windowKey(window.id), codec.windowValue(window));
  }

  private void write(WaitingFrame waiting, BiConsumer<byte[], byte[]> to) {
    if (waiting.inline()) {
      state.touch(waiting.stream);
    } else {
      writeOwn(waiting, to);
    }
  }

  private void writeOwn(WaitingFrame waiting, BiConsumer<byte[], byte[]> to) {
    waiting.stored = true;
    to.accept(codec.waitingKey(waiting), codec.waitingValue(waiting));
  }

  private void write(StreamState stream, BiConsumer<byte[], byte[]> to) {
    shorten(stream, to);
    to.accept(codec.streamKey(stream.id), codec.streamValue(stream));
  }

  /** A stream that waits for long would write all that it holds again and again. */
  private void shorten(StreamState stream, BiConsumer<byte[], byte[]> to) {
    int held = stream.open.size() + stream.waitingFrames();
    int over = held > MOST_INLINE ? stream.inline() - MOST_INLINE : 0;
    for (int i = 0; over > 0 && i < stream.open.size(); i++) {
      if (stream.open.get(i).inline()) {
        writeOwn(stream.open.get(i), to);
        over--;
      }
    }
    for (WaitingFrames waiting : stream.waiting) {
      for (int i = 0; over > 0 && waiting != null && i < waiting.size(); i++) {
        if (waiting.get(i).inline()) {
          writeOwn(waiting.get(i), to);
          over--;
        }
      }
    }
  }
}
