// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class MermaidTopologyTest {

  private static final class Idle implements Processor<Object, Object, Object, Object> {
    @Override
    public void process(Record<Object, Object> unread) {}
  }

  @Test
  void shouldDrawTopicsNodesAndStores() {
    Topology topology =
        new Topology()
            .addSource("read", "in.a", "in.b")
            .addProcessor("align", Idle::new, "read")
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("windows"), Serdes.String(), Serdes.String()),
                "align")
            .addSink("emit", "out", "align");

    assertThat(MermaidTopology.of(topology.describe()))
        .isEqualTo(
            """
            flowchart LR
              subgraph s0["sub-topology 0"]
                n0["align"]
                n1(["emit"])
                n2(["read"])
              end
              n3[("windows")]
              n0 -.- n3
              n0 --> n1
              n4[["out"]]
              n1 --> n4
              n5[["in.a"]]
              n5 --> n2
              n6[["in.b"]]
              n6 --> n2
              n2 --> n0
            """);
  }
}
