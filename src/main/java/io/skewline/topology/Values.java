// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was read: the value of each key that is right, and where it stands. */
final class Values {
  /** Keys outside {@code streams} have stream 0. */
  private record Place(Key<?> key, int stream) {}

  private final Map<Place, Object> values = new HashMap<>();
  private final Map<Place, String> places = new HashMap<>();
  private final Set<Place> defaults = new HashSet<>();
  private int streams;

  <T> void put(Key<T> key, int stream, T value, String where) {
    values.put(new Place(key, stream), value);
    places.put(new Place(key, stream), where);
  }

  <T> void putDefault(Key<T> key, int stream, T value, String where) {
    put(key, stream, value, where);
    defaults.add(new Place(key, stream));
  }

  /** Whether somebody has given the key a value, be it that of its default. */
  boolean given(Key<?> key) {
    Place place = new Place(key, 0);
    return values.containsKey(place) && !defaults.contains(place);
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
