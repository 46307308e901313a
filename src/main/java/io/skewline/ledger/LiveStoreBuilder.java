// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds the byte store with its changelog layer and puts the live store around it. */
final class LiveStoreBuilder<S extends LiveStore> implements StoreBuilder<S> {
  private final String name;
  private final boolean onDisk;
  private final Function<KeyValueStore<Bytes, byte[]>, S> live;
  private Map<String, String> logConfig = Map.of();
  private boolean logged = true;

  LiveStoreBuilder(String name, boolean onDisk, Function<KeyValueStore<Bytes, byte[]>, S> live) {
    this.name = name;
    this.onDisk = onDisk;
    this.live = live;
  }

  @Override
  public S build() {
    if (onDisk) {
      return live.apply(bytes(Stores.persistentKeyValueStore(name)));
    }
    ForgettingStore forgetting = new ForgettingStore(name);
    S store = live.apply(bytes(forgetting.supplier()));
    forgetting.onRestored(store::restored);
    return store;
  }

  private KeyValueStore<Bytes, byte[]> bytes(KeyValueBytesStoreSupplier supplier) {
    var builder =
        Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled();
    return logged
        ? builder.withLoggingEnabled(logConfig).build()
        : builder.withLoggingDisabled().build();
  }

  @Override
  public StoreBuilder<S> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<S> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
    logConfig = Map.copyOf(config);
    logged = true;
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingDisabled() {
    logged = false;
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return logConfig;
  }

  @Override
  public boolean loggingEnabled() {
    return logged;
  }

  @Override
  public String name() {
    return name;
  }
}
