// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.FrameFormat;
import io.skewline.wire.SafeTimestampExtractor;
import io.skewline.wire.WireException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The floor of every Kafka Streams application: a source, and one node that does what the bare
 * consumer does. What this loses against the bare consumer no node of ours can win back.
 */
final class DecodeOnly implements Wiring {

  @Override
  public Wired build(Site site) {
    Topology topology = new Topology();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "frames",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Load.MODALITIES.stream().map(Cluster::topic).toArray(String[]::new));
    topology.addProcessor("count", () -> new CountNode<>(site.progress()), "frames");
    FrameFormat frames = site.cluster().frames();
    topology.addProcessor("decode", () -> new Node(frames), "count");
    return new Wired(topology);
  }

  /** It forwards nothing. */
  @Override
  public long results(Load load) {
    return 0;
  }

  private static final class Node extends ContextualProcessor<byte[], byte[], Void, Void> {
    private final FrameFormat frames;
    private long layers;

    private Node(FrameFormat frames) {
      this.frames = frames;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      String topic = context().recordMetadata().orElseThrow().topic();
      try {
        layers += frames.decode(topic, record.key(), record.value()).layers().size();
      } catch (WireException e) {
        throw new IllegalStateException("after " + layers + " layers", e);
      }
    }
  }
}
