// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.Arrays;

/** The open windows of one stream by end, then start: a short sorted array. One thread. */
final class OpenWindows {
  private WindowState[] windows = new WindowState[2];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  WindowState get(int at) {
    return windows[at];
  }

  WindowState first() {
    return windows[0];
  }

  /** Null for none. Frames mostly belong to the newest window, so it looks from the end. */
  WindowState find(long startMicros, long endMicros) {
    for (int i = size - 1; i >= 0; i--) {
      int order = compare(windows[i], startMicros, endMicros);
      if (order <= 0) {
        return order == 0 ? windows[i] : null;
      }
    }
    return null;
  }

  void add(WindowState window) {
    if (size == windows.length) {
      windows = Arrays.copyOf(windows, 2 * size);
    }
    int at = size;
    while (at > 0 && compare(windows[at - 1], window.startMicros, window.endMicros) > 0) {
      windows[at] = windows[at - 1];
      at--;
    }
    windows[at] = window;
    size++;
  }

  void remove(WindowState window) {
    int at = 0;
    while (windows[at] != window) {
      at++;
    }
    System.arraycopy(windows, at + 1, windows, at, size - at - 1);
    windows[--size] = null;
  }

  /** A copy, for closing while walking. */
  WindowState[] toArray() {
    return Arrays.copyOf(windows, size);
  }

  void clear() {
    Arrays.fill(windows, 0, size, null);
    size = 0;
  }

  private static int compare(WindowState window, long startMicros, long endMicros) {
    int order = Long.compare(window.endMicros, endMicros);
    return order != 0 ? order : Long.compare(window.startMicros, startMicros);
  }
}
