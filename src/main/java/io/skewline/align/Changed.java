// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is to be written at the next commit. Each item knows its place, so that what goes before
 * leaves at once: commits may be half a minute apart, and nothing may pile up here. One thread.
 */
final class Changed<T extends Changed.Item> {
  private final List<T> items = new ArrayList<>();

  /** What can be in here, once. */
  abstract static class Item {
    private int place = -1;

    final boolean changed() {
      return place >= 0;
    }
  }

  void add(T item) {
    if (!item.changed()) {
      place(item, items.size());
      items.add(item);
    }
  }

  void remove(T item) {
    if (item.changed()) {
      T last = items.remove(items.size() - 1);
      if (last != item) {
        items.set(place(item), last);
        place(last, place(item));
      }
      place(item, -1);
    }
  }

  /** Hands over all and forgets them. */
  void drain(Consumer<T> to) {
    for (T item : items) {
      place(item, -1);
      to.accept(item);
    }
    items.clear();
  }

  void clear() {
    drain(item -> {});
  }

  private static int place(Item item) {
    return item.place;
  }

  private static void place(Item item, int at) {
    item.place = at;
  }
}
