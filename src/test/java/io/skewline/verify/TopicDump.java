// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, committed records only. */
final class TopicDump {
  private final FusionApp app;
  private final Codecs codecs;

  TopicDump(FusionApp app, Codecs codecs) {
    this.app = app;
    this.codecs = codecs;
  }

  Evidence evidence() throws WireException {
    List<Seen> inputs = new ArrayList<>();
    for (FusionApp.Stream stream : app.streams()) {
      for (ConsumerRecord<byte[], byte[]> record : read(stream.topic())) {
        inputs.add(seen(stream.spec().modality(), record));
      }
    }
    List<Ended> ends = new ArrayList<>();
    String ledger = app.outputs().ledger().orElseThrow();
    for (ConsumerRecord<byte[], byte[]> record : read(ledger)) {
      ends.add(
          new Ended(
              codecs.frameEnds().decode(ledger, record.key(), record.value()), record.timestamp()));
    }
    return new Evidence(
        inputs, told(), ends, LedgerReader.read(StreamsSettings.client(app), app.name()));
  }

  List<Told> told() throws WireException {
    String topic = app.outputs().predictions();
    List<Told> told = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
      told.add(
          new Told(
              codecs.predictions().decode(topic, record.key(), record.value()),
              record.value(),
              record.timestamp()));
    }
    return told;
  }

  private Seen seen(Modality modality, ConsumerRecord<byte[], byte[]> record) {
    Optional<StreamEvent> event;
    try {
      event = Optional.of(codecs.frames().decode(record.topic(), record.key(), record.value()));
    } catch (WireException e) {
      event = Optional.empty();
    }
    StreamId stream = new StreamId(new String(record.key(), StandardCharsets.UTF_8));
    return new Seen(
        stream, modality, record.partition(), record.offset(), record.timestamp(), event);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Properties config = StreamsSettings.client(app);
    config.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    all.sort(Comparator.comparingInt(r -> r.partition()));
    return all;
  }
}
