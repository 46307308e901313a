// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** An item that is known but not read yet. */
record LazyItem(StreamId stream, long startMicros, Source source) {

  /** Reads the item's files. */
  interface Source {
    Item read() throws IOException;
  }

  static List<LazyItem> sorted(List<LazyItem> items) {
    return items.stream().sorted(Comparator.comparingLong(LazyItem::startMicros)).toList();
  }

  /** The items as they are asked for; the last one of each stream says that it is. */
  static Iterator<Item> iterator(List<LazyItem> items) {
    Map<StreamId, LazyItem> last = new HashMap<>();
    items.forEach(item -> last.put(item.stream(), item));
    return items.stream()
        .map(item -> last.get(item.stream()) == item ? item.get().asLast() : item.get())
        .iterator();
  }

  private Item get() {
    try {
      return source.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
