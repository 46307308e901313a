// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a live store that keeps none in memory: what is put goes to the changelog topic by
 * the logging layer above and is forgotten; what is restored from there goes to the live store,
 * until once it is opened. So state is held once, not twice.
 */
final class ForgettingStore implements KeyValueStore<Bytes, byte[]> {
  private final String name;
  private boolean open;
  private BiConsumer<byte[], byte @Nullable []> restored = (key, value) -> {};

  ForgettingStore(String name) {
    this.name = name;
  }

  /** Hands out this very store. */
  KeyValueBytesStoreSupplier supplier() {
    KeyValueStore<Bytes, byte[]> self = this;
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return self;
      }

      @Override
      public String metricsScope() {
        return "live";
      }
    };
  }

  /** A null value deletes. */
  void onRestored(BiConsumer<byte[], byte @Nullable []> to) {
    restored = to;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> restored.accept(key, value));
    open = true;
  }

  @Override
  public void put(Bytes key, byte[] value) {
    // The logging layer above has sent it.
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    return null;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    // As put.
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    return null;
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return null;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    return all();
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return new Empty(new ArrayList<KeyValue<Bytes, byte[]>>().iterator());
  }

  @Override
  public long approximateNumEntries() {
    return 0;
  }

  @Override
  public String name() {
    return name;
  }

  /** Nothing can be queried here. */
  @Override
  public Position getPosition() {
    return Position.emptyPosition();
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private record Empty(java.util.Iterator<KeyValue<Bytes, byte[]>> none)
      implements KeyValueIterator<Bytes, byte[]> {
    @Override
    public boolean hasNext() {
      return none.hasNext();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      return none.next();
    }

    @Override
    public Bytes peekNextKey() {
      return none.next().key;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
