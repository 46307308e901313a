// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.fusion.Prediction;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the predictions topic from its start, committed ones only. One thread. */
public final class PredictionReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final Codec<Prediction> codec;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** What is seen of one prediction; both times in milliseconds of the wall clock. */
  public interface Seen {
    void seen(Prediction prediction, long appendMillis, long seenMillis);
  }

  public PredictionReader(PipelineCluster cluster) {
    topic = cluster.app().outputs().predictions();
    codec = cluster.codecs().predictions();
    Properties config = StreamsSettings.client(cluster.app());
    config.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all = List.of(new TopicPartition(topic, 0));
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  public void poll(Seen seen) throws WireException {
    var records = consumer.poll(POLL);
    long now = System.currentTimeMillis();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      seen.seen(codec.decode(topic, record.key(), record.value()), record.timestamp(), now);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
