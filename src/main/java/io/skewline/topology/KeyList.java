// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.ArrayList;
import java.util.List;

/** Makes the keys of a section and lists them in the order of the file. */
final class KeyList {
  private final List<Key<?>> listed = new ArrayList<>();

  <T> Key<T> required(String path, Kind<T> kind, String effect) {
    return listed(Key.required(path, kind, effect));
  }

  <T> Key<T> optional(String path, Kind<T> kind, String effect) {
    return listed(Key.optional(path, kind, effect));
  }

  <T> Key<T> of(String path, String standard, Kind<T> kind, String effect) {
    return listed(Key.of(path, standard, kind, effect));
  }

  private <T> Key<T> listed(Key<T> key) {
    listed.add(key);
    return key;
  }

  List<Key<?>> all() {
    return List.copyOf(listed);
  }
}
