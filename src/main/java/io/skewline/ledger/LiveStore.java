// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A changelogged store whose working form is live objects: they are written as bytes only when the
 * task commits, so a frame costs no serialisation. Used by the one stream thread of its task.
 *
 * <p>{@link CachedStateStore} is what makes Kafka Streams call {@link #flushCache} before the
 * transaction commits; {@code commit} of a plain store comes after it, too late for exactly-once.
 */
public abstract class LiveStore implements StateStore, CachedStateStore<Bytes, byte[]> {
  private final KeyValueStore<Bytes, byte[]> bytes;

  protected LiveStore(KeyValueStore<Bytes, byte[]> bytes) {
    this.bytes = bytes;
  }

  /** Forget every live object; the bytes that follow in {@link #load} replace them. */
  protected abstract void clear();

  /** One entry of the restored store. */
  protected abstract void load(byte[] key, byte[] value);

  /** Hands over what changed since the last call; a null value deletes. */
  protected abstract void writeChanges(BiConsumer<byte[], byte[]> to);

  /** To be called by the owning processor's {@code init}: the store has been restored by then. */
  public final void open() {
    clear();
    try (KeyValueIterator<Bytes, byte[]> all = bytes.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        load(entry.key.get(), entry.value);
      }
    }
  }

  @Override
  public final void flushCache() {
    writeChanges((key, value) -> bytes.put(Bytes.wrap(key), value));
  }

  @Override
  public final void clearCache() {
    clear();
  }

  @Override
  public final boolean setFlushListener(
      org.apache.kafka.streams.state.internals.CacheFlushListener<Bytes, byte[]> listener,
      boolean sendOldValues) {
    return false;
  }

  @Override
  public final String name() {
    return bytes.name();
  }

  @Override
  public final void init(StateStoreContext context, StateStore root) {
    bytes.init(context, root);
  }

  @Override
  public final void close() {
    clear();
    bytes.close();
  }

  @Override
  public final boolean persistent() {
    return bytes.persistent();
  }

  @Override
  public final boolean isOpen() {
    return bytes.isOpen();
  }

  /** Builds a store over bytes in memory, with a changelog topic. */
  public static <S extends LiveStore> StoreBuilder<S> builder(
      String name, Function<KeyValueStore<Bytes, byte[]>, S> store) {
    return new LiveStoreBuilder<>(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Map.of()),
        store);
  }
}
