// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A byte store that can only be read from its first entry to its last, as at a start. */
final class RestoredBytes {
  private RestoredBytes() {}

  @SuppressWarnings("unchecked")
  static KeyValueStore<Bytes, byte[]> of(String name, SortedMap<Bytes, byte[]> entries) {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            RestoredBytes.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "all" -> new Entries(entries.entrySet().iterator());
                  case "name" -> name;
                  case "persistent" -> false;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private record Entries(Iterator<Map.Entry<Bytes, byte[]>> entries)
      implements KeyValueIterator<Bytes, byte[]> {

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      Map.Entry<Bytes, byte[]> entry = entries.next();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public Bytes peekNextKey() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
