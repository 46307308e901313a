// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run's frames took on the wire, keys and values, before compression and batching: those of
 * windows that travelled as full stacks, and those of windows whose layers were chosen. A window is
 * of the kind of its first frame. One thread.
 */
public final class WireBytes {
  private final Map<StreamId, Newest> newest = new HashMap<>();
  private final Sum full = new Sum();
  private final Sum chosen = new Sum();

  private static final class Sum {
    long windows;
    long bytes;

    Part part() {
      return new Part(windows, bytes);
    }
  }

  private record Newest(long number, Sum sum) {}

  /** Windows of one kind, and the bytes of their frames. */
  public record Part(long windows, long bytes) {
    /** NaN without windows. */
    public double bytesPerWindow() {
      return windows == 0 ? Double.NaN : (double) bytes / windows;
    }
  }

  /**
   * @param number of the frame's window; of one that comes after frames of a later window nothing
   *     but the bytes is counted
   */
  void add(StreamId stream, long number, int bytes, boolean all) {
    Newest last = newest.get(stream);
    if (last == null || number > last.number) {
      last = new Newest(number, all ? full : chosen);
      last.sum.windows++;
      newest.put(stream, last);
    }
    (number == last.number ? last.sum : all ? full : chosen).bytes += bytes;
  }

  /** Windows whose frames carried all layers. */
  public Part full() {
    return full.part();
  }

  /** Windows whose frames carried the layers that were wanted of them. */
  public Part chosen() {
    return chosen.part();
  }
}
