// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codec;
import io.skewline.wire.Codecs;
import io.skewline.wire.Rejected;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a user of the topics would see: final predictions and rejections, committed ones only,
 * on a thread of its own. The getters may be called by any thread.
 */
final class DemoWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoWatch.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LONGEST_MILLIS = 3_600_000;

  private final FusionApp app;
  private final Codec<Prediction> predictionCodec;
  private final Codec<Rejected> rejectedCodec;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Histogram latency = new Histogram(LONGEST_MILLIS, 3);
  private final Map<String, Long> windows = new TreeMap<>();
  private final Map<String, Long> rejected = new TreeMap<>();
  private final Thread thread = new Thread(this::loop, "skewline-watch");
  private long predictions;
  private volatile boolean closing;

  DemoWatch(FusionApp app) {
    this.app = app;
    Codecs codecs = new Codecs(app.registry());
    predictionCodec = codecs.predictions();
    rejectedCodec = codecs.rejections();
    Properties config = StreamsSettings.client(app);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void start() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : List.of(app.outputs().predictions(), app.outputs().rejected())) {
      consumer
          .partitionsFor(topic)
          .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.setDaemon(true);
    thread.start();
  }

  private void loop() {
    try {
      while (!closing) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (WakeupException | InterruptException e) {
      LOG.debug("Watch woken up to close");
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(app.outputs().predictions())) {
        predicted(
            predictionCodec.decode(record.topic(), record.key(), record.value()),
            record.timestamp());
      } else {
        rejected(rejectedCodec.decode(record.topic(), record.key(), record.value()));
      }
    } catch (WireException e) {
      LOG.warn("{}@{}: {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  private synchronized void predicted(Prediction prediction, long appendMillis) {
    if (!prediction.reason().isFinal()) {
      return;
    }
    windows.merge(prediction.reason().label(), 1L, Long::sum);
    if (prediction.scored().isPresent()) {
      predictions++;
      if (prediction.reason() != ClosingReason.SESSION_END) {
        long millis = appendMillis - prediction.triggerMillis();
        latency.recordValue(Math.max(0, Math.min(LONGEST_MILLIS, millis)));
      }
    }
  }

  private synchronized void rejected(Rejected record) {
    rejected.merge(record.reason(), 1L, Long::sum);
  }

  synchronized long predictions() {
    return predictions;
  }

  /** By closing reason. */
  synchronized Map<String, Long> windows() {
    return new TreeMap<>(windows);
  }

  synchronized Map<String, Long> rejected() {
    return new TreeMap<>(rejected);
  }

  /**
   * Milliseconds from the append of the closing record, or the deadline, to that of the prediction.
   */
  synchronized long latencyMillis(double percentile) {
    return latency.getValueAtPercentile(percentile);
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }
}
