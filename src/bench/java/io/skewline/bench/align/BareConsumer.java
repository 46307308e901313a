// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.FrameFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The ceiling: a plain consumer that decodes and does nothing else. */
record BareConsumer(String name) implements Contestant {

  @Override
  public Run run(Cluster cluster, Load load) throws Exception {
    FrameFormat frames = cluster.frames();
    List<TopicPartition> inputs =
        Load.MODALITIES.stream().map(m -> new TopicPartition(Cluster.topic(m), 0)).toList();
    // As many records per poll as Kafka Streams asks for.
    Map<String, Object> config =
        Map.of("bootstrap.servers", cluster.servers(), "max.poll.records", 1_000);
    Progress progress = new Progress(load.total());
    long values = 0;
    double seconds;
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(inputs);
      consumer.seekToBeginning(inputs);
      boolean last = false;
      while (!last) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          last = progress.next();
          values += frames.decode(record.topic(), record.key(), record.value()).layers().size();
        }
      }
      seconds = progress.seconds();
    }
    if (values != load.total()) {
      throw new IllegalStateException(name + " decoded " + values + " of " + load.total());
    }
    return new Run(name, seconds, load.total() / seconds, 0);
  }
}
