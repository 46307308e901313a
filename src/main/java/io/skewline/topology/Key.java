// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

/**
 * One key of the topology file: all that is known of it, in one place.
 *
 * @param path dotted; {@code streams[].x} stands for x of every stream
 * @param standard the default as it would be written; empty where there is none
 * @param presence what its absence means
 */
record Key<T>(String path, String standard, Presence presence, Kind<T> kind, String effect) {

  enum Presence {
    REQUIRED,
    DEFAULTED,
    OPTIONAL
  }

  static <T> Key<T> required(String path, Kind<T> kind, String effect) {
    return new Key<>(path, "", Presence.REQUIRED, kind, effect);
  }

  static <T> Key<T> optional(String path, Kind<T> kind, String effect) {
    return new Key<>(path, "", Presence.OPTIONAL, kind, effect);
  }

  static <T> Key<T> of(String path, String standard, Kind<T> kind, String effect) {
    return new Key<>(path, standard, Presence.DEFAULTED, kind, effect);
  }

  String lastStep() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
