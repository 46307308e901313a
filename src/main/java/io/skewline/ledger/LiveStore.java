// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A changelogged store whose working form is live objects: they are written as bytes only when the
 * task commits, so a frame costs no serialisation. Behind the objects is the changelog topic alone,
 * from which they are restored entry by entry, or RocksDB as well, which a restart on the same disk
 * reads instead. Used by the one stream thread of its task.
 *
 * <p>{@link CachedStateStore} is what makes Kafka Streams call {@link #flushCache} before the
 * transaction commits; {@code commit} of a plain store comes after it, too late for exactly-once.
 */
public abstract class LiveStore implements StateStore, CachedStateStore<Bytes, byte[]> {
  private final KeyValueStore<Bytes, byte[]> bytes;

  /** Without a disk: what was restored and is not live yet, as on a standby. */
  private final TreeMap<Bytes, byte[]> restored = new TreeMap<>();

  protected LiveStore(KeyValueStore<Bytes, byte[]> bytes) {
    this.bytes = bytes;
  }

  /** Forget every live object; the bytes that follow in {@link #load} replace them. */
  protected abstract void clear();

  /** One entry of the restored store, in the order of the keys' bytes. */
  protected abstract void load(byte[] key, byte[] value);

  /** Every live object is to be written by the next {@link #writeChanges}. */
  protected abstract void changeAll();

  /** Everything has been loaded. */
  protected void loaded() {
    // Most objects need nothing of each other.
  }

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
    while (!restored.isEmpty()) {
      var entry = restored.pollFirstEntry();
      load(entry.getKey().get(), entry.getValue());
    }
    loaded();
  }

  /** Without a disk; a null value deletes. */
  final void restored(byte[] key, byte @Nullable [] value) {
    if (value == null) {
      restored.remove(Bytes.wrap(key));
    } else {
      restored.put(Bytes.wrap(key), value);
    }
  }

  @Override
  public final void flushCache() {
    writeChanges((key, value) -> bytes.put(Bytes.wrap(key), value));
  }

  /**
   * The task turns from active to standby or back. Without a disk the objects are all there is of
   * the state: as bytes they can be brought up to date from the changelog.
   */
  @Override
  public final void clearCache() {
    if (!bytes.persistent()) {
      changeAll();
      writeChanges(this::restored);
    }
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
    clear();
    restored.clear();
    bytes.init(context, root);
  }

  @Override
  public final void close() {
    clear();
    restored.clear();
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

  /** Builds a store without a disk, with a changelog topic. */
  public static <S extends LiveStore> StoreBuilder<S> builder(
      String name, Function<KeyValueStore<Bytes, byte[]>, S> store) {
    return builder(name, false, store);
  }

  /**
   * @param onDisk whether RocksDB keeps the bytes beside the changelog topic
   */
  public static <S extends LiveStore> StoreBuilder<S> builder(
      String name, boolean onDisk, Function<KeyValueStore<Bytes, byte[]>, S> store) {
    return new LiveStoreBuilder<>(name, onDisk, store);
  }
}
