// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.modality.Frame;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/** What both peers from Kafka Streams' DSL share: the source, the sink, where stores are kept. */
final class Dsl {
  static final String TOLERANCE_TEXT = "20ms";
  static final Duration TOLERANCE = Duration.ofMillis(20);
  static final String GRACE_TEXT = "100ms";
  static final Duration GRACE = Duration.ofMillis(100);

  private final Wiring.Site site;
  private final Serde<Frame> frames;
  final StreamsBuilder builder;

  enum Stores {
    MEMORY(BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class),
    ROCKSDB(BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class);

    private final Class<?> suppliers;

    Stores(Class<?> suppliers) {
      this.suppliers = suppliers;
    }
  }

  Dsl(Wiring.Site site, Stores stores) {
    this.site = site;
    this.frames = FrameSerde.of(site.cluster().frames());
    Properties config = site.config();
    config.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, stores.suppliers);
    builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
  }

  Serde<Frame> frames() {
    return frames;
  }

  KStream<String, Frame> source(Object modality) {
    return builder.stream(
            Cluster.topic(modality),
            Consumed.with(Serdes.String(), frames)
                .withName("frames-" + modality)
                .withOffsetResetPolicy(org.apache.kafka.streams.AutoOffsetReset.earliest()))
        .processValues(
            () -> new CountNode.OfValues<>(site.progress()), Named.as("count-" + modality));
  }

  Wiring.Wired sink(KStream<String, Joined> joined) {
    joined.to(site.output(), Produced.with(Serdes.String(), Joined.serde()).withName("results"));
    return new Wiring.Wired(builder.build(site.config()));
  }
}
