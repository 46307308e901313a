// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/** A byte store that holds entries as soon as it is open. */
final class PrefilledStore extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
    implements KeyValueStore<Bytes, byte[]> {
  private final Map<Bytes, byte[]> entries;

  PrefilledStore(KeyValueStore<Bytes, byte[]> wrapped, Map<Bytes, byte[]> entries) {
    super(wrapped);
    this.entries = entries;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    super.init(context, root);
    entries.forEach(innermost()::put);
  }

  /** Below the changelogging layer, as restoring does. */
  @SuppressWarnings("unchecked")
  private KeyValueStore<Bytes, byte[]> innermost() {
    StateStore store = wrapped();
    while (store instanceof WrappedStateStore<?, ?, ?> around) {
      store = around.wrapped();
    }
    return (KeyValueStore<Bytes, byte[]>) store;
  }

  @Override
  public void put(Bytes key, byte[] value) {
    wrapped().put(key, value);
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    return wrapped().putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> all) {
    wrapped().putAll(all);
  }

  @Override
  public byte[] delete(Bytes key) {
    return wrapped().delete(key);
  }

  @Override
  public byte[] get(Bytes key) {
    return wrapped().get(key);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    return wrapped().range(from, to);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return wrapped().all();
  }

  @Override
  public long approximateNumEntries() {
    return wrapped().approximateNumEntries();
  }
}
