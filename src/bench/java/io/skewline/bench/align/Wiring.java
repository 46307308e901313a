// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** How a Streams contestant joins. */
interface Wiring {

  Wired build(Site site);

  /** How many results the load must give, those of its tail left out. */
  long results(Load load);

  /**
   * Where it is built.
   *
   * @param config of the application; a wiring may add to it
   * @param output the topic of its results
   */
  record Site(Cluster cluster, Load load, Progress progress, Properties config, String output) {}

  /**
   * @param made told of the application before it starts
   */
  record Wired(Topology topology, Consumer<KafkaStreams> made) {
    Wired(Topology topology) {
      this(topology, streams -> {});
    }
  }
}
