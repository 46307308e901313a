// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Holds what a contestant wrote against the load: a fast one that loses frames has not won. */
final class Results {
  private static final double TOLERANCE = 1e-4;

  private final String who;
  private final Load load;

  Results(String who, Load load) {
    this.who = who;
    this.load = load;
  }

  private record Id(String stream, long startMillis) {}

  /**
   * @param expected how many results there must be, those of the tail left out
   * @throws IllegalStateException if results are missing, or frames or values in them
   */
  void check(Cluster cluster, String topic, long expected) {
    Map<Id, Joined> last = read(cluster, topic);
    last.keySet().removeIf(id -> id.startMillis >= load.tailMillis() - 1_000);
    long audio = last.values().stream().mapToLong(Joined::audio).sum();
    long video = last.values().stream().mapToLong(Joined::video).sum();
    must("results", expected, last.size());
    must("audio frames", load.framesPerModality(), audio);
    must("video frames", load.framesPerModality(), video);
    double mean = last.values().stream().mapToDouble(j -> j.mean() * j.audio()).sum() / audio;
    if (!(Math.abs(mean - load.mean()) < TOLERANCE * Math.abs(load.mean()))) {
      throw new IllegalStateException(
          who + ": the mean of its results is " + mean + ", of the frames " + load.mean());
    }
  }

  private void must(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(
          who + " gave " + found + " " + what + ", the load has " + expected);
    }
  }

  /** The last result on each window: what a reader of the topic ends up with. */
  private static Map<Id, Joined> read(Cluster cluster, String topic) {
    Map<Id, Joined> last = new HashMap<>();
    Map<String, Object> config =
        Map.of("bootstrap.servers", cluster.servers(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          Joined joined = Joined.of(record.value());
          String stream = new String(record.key(), StandardCharsets.UTF_8);
          last.put(new Id(stream, joined.startMillis()), joined);
        }
      }
    }
    return last;
  }
}
