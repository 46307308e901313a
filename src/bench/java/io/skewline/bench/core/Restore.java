// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.align.AlignSettings;
import io.skewline.align.CoreUnderTest;
import io.skewline.bench.core.CoreRun.Mode;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/** What open windows are as bytes, and how long it takes to make them live again. */
public final class Restore {
  private static final int RATE = 25;
  private static final int TICKS = 3;

  private Restore() {}

  /**
   * @param bytesPerWindow keys and values of the window and of its stream
   * @param writeSeconds serialising all of them, as at a commit
   * @param restoreSeconds from bytes to live windows, the reading of the topic left out
   */
  public record Result(
      int windows, int width, double bytesPerWindow, double writeSeconds, double restoreSeconds) {}

  /**
   * @param windows one per stream, each of two modalities
   * @param width floats per modality
   */
  public static Result measure(int windows, int width) {
    CoreLoad load = new CoreLoad(windows, 2, RATE, width);
    AlignSettings settings = CoreRun.settings(load, Mode.WINDOW);
    Map<Bytes, byte[]> entries = new HashMap<>();
    double written = write(load, settings, entries);
    long bytes =
        entries.entrySet().stream()
            .mapToLong(e -> e.getKey().get().length + e.getValue().length)
            .sum();
    long started = System.nanoTime();
    CoreUnderTest restored = CoreUnderTest.restored(settings, entries);
    double seconds = seconds(started);
    check(load, restored);
    return new Result(windows, width, (double) bytes / windows, written, seconds);
  }

  private static double write(CoreLoad load, AlignSettings settings, Map<Bytes, byte[]> entries) {
    CoreUnderTest core = CoreUnderTest.empty(settings);
    List<StreamId> ids = load.ids();
    List<Modality> names = load.names();
    for (int tick = 0; tick < TICKS; tick++) {
      load.tick(tick, ids, names).forEach(frame -> core.accept(frame, 0));
    }
    long started = System.nanoTime();
    core.writeChanges((key, value) -> entries.put(Bytes.wrap(key), value));
    return seconds(started);
  }

  /** A restored window knows its frames: the same again are duplicates, the next are not. */
  private static void check(CoreLoad load, CoreUnderTest restored) {
    List<Modality> names = load.names();
    List<StreamId> ids = load.ids();
    for (Frame frame : load.tick(TICKS - 1, ids, names)) {
      if (restored.accept(frame, 0)) {
        throw new IllegalStateException("lost in the restore: " + frame.stream());
      }
    }
    for (Frame frame : load.tick(TICKS, ids, names)) {
      if (!restored.accept(frame, 0)) {
        throw new IllegalStateException("refused after the restore: " + frame.stream());
      }
    }
  }

  private static double seconds(long startedNanos) {
    return (System.nanoTime() - startedNanos) / 1e9;
  }
}
