// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** An item that is known but not read yet. */
record LazyItem(long startMicros, Source source) {

  /** Reads the item's files. */
  interface Source {
    Item read() throws IOException;
  }

  static List<LazyItem> sorted(List<LazyItem> items) {
    return items.stream().sorted(Comparator.comparingLong(LazyItem::startMicros)).toList();
  }

  static Iterator<Item> iterator(List<LazyItem> items) {
    return items.stream().map(LazyItem::get).iterator();
  }

  private Item get() {
    try {
      return source.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
