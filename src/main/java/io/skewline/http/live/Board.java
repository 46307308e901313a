// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest windows of a bounded number of streams. A stream that has been still for a while makes
 * room for another one; while all of them are live, others are only counted. One thread.
 */
final class Board {
  static final int STREAMS = 64;
  static final int WINDOWS = 48;
  private static final int OTHERS = 10_000;
  private static final long STILL_MILLIS = 30_000;

  /** By stream, the one that has been still for longest first. */
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private final Set<String> others = new HashSet<>();

  private static final class Row {
    private final Deque<WindowShown> windows = new ArrayDeque<>();
    private @Nullable EvidenceShown evidence;
    private long at;
  }

  /** A stream as a page that just came needs it. */
  record Stream(String id, List<WindowShown> windows, @Nullable EvidenceShown evidence) {}

  /**
   * @param at wall clock, milliseconds
   * @param gone told of the stream that made room
   * @return whether its stream is shown
   */
  boolean add(WindowShown window, long at, List<String> gone) {
    Optional<Row> found = row(window.stream(), at, gone);
    if (found.isEmpty()) {
      return false;
    }
    Row row = found.get();
    row.at = at;
    row.windows.removeIf(window::sameWindow);
    if (row.windows.size() == WINDOWS) {
      row.windows.removeFirst();
    }
    row.windows.addLast(window);
    return true;
  }

  private Optional<Row> row(String stream, long at, List<String> gone) {
    Row row = rows.remove(stream);
    if (row == null && rows.size() >= STREAMS) {
      Map.Entry<String, Row> oldest = rows.entrySet().iterator().next();
      if (at - oldest.getValue().at < STILL_MILLIS) {
        if (others.size() < OTHERS) {
          others.add(stream);
        }
        return Optional.empty();
      }
      rows.remove(oldest.getKey());
      gone.add(oldest.getKey());
    }
    Row kept = row == null ? new Row() : row;
    rows.put(stream, kept);
    return Optional.of(kept);
  }

  void add(EvidenceShown evidence) {
    Row row = rows.get(evidence.stream());
    if (row != null) {
      row.evidence = evidence;
    }
  }

  /** How many other streams had a verdict since the last call. */
  int others() {
    int count = others.size();
    others.clear();
    return count;
  }

  List<Stream> streams() {
    List<Stream> streams = new ArrayList<>();
    rows.forEach((id, row) -> streams.add(new Stream(id, List.copyOf(row.windows), row.evidence)));
    return streams;
  }
}
