// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka properties of a topology file's applications and of the plain clients beside them. */
public final class StreamsSettings {
  /** The keys that make an instance a static member of its group. */
  static final List<String> INSTANCE_IDS =
      Stream.of("", StreamsConfig.CONSUMER_PREFIX, StreamsConfig.MAIN_CONSUMER_PREFIX)
          .map(prefix -> prefix + ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
          .toList();

  private static final int PRODUCER_BATCH_BYTES = 256 << 10;

  private StreamsSettings() {}

  /** For a Streams application; what the topology file's {@code kafka} section says wins. */
  public static Properties streams(FusionApp app, String applicationId) {
    Properties config = new Properties();
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // Under exactly-once a reader sees a prediction only once it is committed. At least once nobody
    // waits for a commit, and each writes every open window that has changed.
    boolean exactlyOnce =
        !StreamsConfig.AT_LEAST_ONCE.equals(
            app.kafka().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, exactlyOnce ? "100" : "1000");
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "1");
    // Streams would wait 100 ms for more to send: predictions are wanted now.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), "1");
    // The first batch of a transaction waits for its partition to be verified; further ones in
    // flight would meanwhile be refused as out of order and sent again.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), "1");
    // So a commit would send what align writes 16 KB a time, each waiting for the one before.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
        Integer.toString(PRODUCER_BATCH_BYTES));
    // The output of one batch plus rejections with their raw bytes.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Integer.toString(2 * app.decode().maxRecordBytes() + (1 << 20)));
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        Integer.toString(Math.max(1 << 20, 2 * app.decode().maxRecordBytes())));
    config.putAll(app.kafka());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
    return config;
  }

  /** Whether the application comes back as the member of its group that it was. */
  public static boolean staticMember(FusionApp app) {
    return INSTANCE_IDS.stream().anyMatch(app.kafka()::containsKey);
  }

  /** Where Streams keeps its state. */
  public static Path stateDirectory(FusionApp app) {
    return Path.of(
        app.kafka()
            .getOrDefault(
                StreamsConfig.STATE_DIR_CONFIG,
                StreamsConfig.configDef()
                    .defaultValues()
                    .get(StreamsConfig.STATE_DIR_CONFIG)
                    .toString()));
  }

  /** Where the learner keeps its checkpoint: what the topology file says, else beside the state. */
  public static Path checkpoint(FusionApp app) {
    return app.train()
        .learner()
        .checkpoint()
        .orElseGet(
            () -> stateDirectory(app).resolve(TrainingTopology.applicationId(app) + "-learner"));
  }

  /** For plain consumers, producers and admin clients: without the keys of Streams. */
  public static Properties client(FusionApp app) {
    Properties config = new Properties();
    for (Map.Entry<String, String> entry : app.kafka().entrySet()) {
      if (!StreamsConfig.configDef().names().contains(entry.getKey())
          || ConsumerConfig.configNames().contains(entry.getKey())
          || ProducerConfig.configNames().contains(entry.getKey())) {
        config.put(entry.getKey(), entry.getValue());
      }
    }
    config.remove(StreamsConfig.STATE_DIR_CONFIG);
    // Readers beside the application are in no group of theirs.
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return config;
  }
}
