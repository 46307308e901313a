// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.topology.FusionApp;
import io.skewline.wire.Codec;
import io.skewline.wire.Codecs;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The last frames on the topics of the modalities. */
final class NewestFrames {
  /** Looked at of each partition: the very last ones may be markers of transactions. */
  private static final long LAST = 20;

  private NewestFrames() {}

  /**
   * @param eventMillis since the epoch
   * @param appendedMillis the record's timestamp
   */
  record Newest(long eventMillis, long appendedMillis) {
    Duration delay() {
      return Duration.ofMillis(appendedMillis - eventMillis);
    }
  }

  /** That with the latest event time, of each modality that has any. */
  static Map<Modality, Newest> read(Cluster cluster) {
    FusionApp app = cluster.app();
    Codec<StreamEvent> codec = new Codecs(app.registry()).frames();
    Properties config = cluster.client();
    config.remove("group.id");
    config.put("isolation.level", "read_committed");
    Map<Modality, Newest> newest = new TreeMap<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (FusionApp.Stream stream : app.streams()) {
        for (ConsumerRecord<byte[], byte[]> record : last(consumer, stream.topic(), cluster)) {
          Newest one = newest(codec, record);
          if (one != null) {
            newest.merge(
                stream.spec().modality(), one, (a, b) -> a.eventMillis() > b.eventMillis() ? a : b);
          }
        }
      }
    }
    return newest;
  }

  private static @Nullable Newest newest(
      Codec<StreamEvent> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() != null
              && codec.decode(record.topic(), record.key(), record.value()) instanceof Frame frame
          ? new Newest(frame.eventTimeMicros() / 1000, record.timestamp())
          : null;
    } catch (WireException e) {
      return null; // the processor rejects it, with its reason
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> last(
      KafkaConsumer<byte[], byte[]> consumer, String topic, Cluster cluster) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    ends.forEach((p, end) -> consumer.seek(p, Math.max(starts.get(p), end - LAST)));
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    long untilNanos = System.nanoTime() + cluster.patience().toNanos();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))
        && System.nanoTime() < untilNanos) {
      consumer.poll(Duration.ofMillis(100)).forEach(found::add);
    }
    return found;
  }
}
