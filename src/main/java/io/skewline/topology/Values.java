// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was read: the value of each key that is right, and where it stands. */
final class Values {
  /** Keys outside {@code streams} have stream 0. */
  private record Place(Key<?> key, int stream) {}

  private final Map<Place, Object> values = new HashMap<>();
  private final Map<Place, String> places = new HashMap<>();
  private int streams;

  <T> void put(Key<T> key, int stream, T value, String where) {
    values.put(new Place(key, stream), value);
    places.put(new Place(key, stream), where);
  }

  void streams(int count) {
    streams = count;
  }

  int streams() {
    return streams;
  }

  <T> Optional<T> find(Key<T> key) {
    return find(key, 0);
  }

  /** Empty where the key is absent and has no default, or its value is wrong. */
  @SuppressWarnings("unchecked") // put() holds key and value to one type
  <T> Optional<T> find(Key<T> key, int stream) {
    return Optional.ofNullable((T) values.get(new Place(key, stream)));
  }

  <T> T get(Key<T> key) {
    return get(key, 0);
  }

  <T> T get(Key<T> key, int stream) {
    return find(key, stream).orElseThrow(() -> new IllegalStateException("unread: " + key.path()));
  }

  String where(Key<?> key, int stream) {
    return places.getOrDefault(new Place(key, stream), "?");
  }
}
