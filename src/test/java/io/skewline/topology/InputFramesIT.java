// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.wire.Codecs;
import io.skewline.wire.RegistryAwayException;
import io.skewline.wire.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Single frames read again from a real broker. */
class InputFramesIT {
  private static final int RECORDS = 30_000;
  private static final int DELETED = 10;
  private static EmbeddedKafka kafka;
  private static FusionApp app;
  private static Codecs codecs;

  /** On partition 1 of 2, audio alone is many; its last record is an end-of-stream marker. */
  @BeforeAll
  static void produce() throws Exception {
    kafka = EmbeddedKafka.start();
    app = Fixtures.app("kafka={ bootstrap.servers: \"" + kafka.bootstrapServers() + "\" }");
    codecs = new Codecs(app.registry());
    kafka.createTopic("t.audio", 2, Map.of());
    kafka.createTopic("t.video", 2, Map.of());
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS - 1; i++) {
        producer.send(record(Fixtures.frame(AUDIO, i, i)));
      }
      producer.send(record(new EndOfStream(Fixtures.CAMERA, AUDIO, 1, "")));
      producer.send(record(Fixtures.frame(VIDEO, 5, 0)));
    }
    try (Admin admin = Admin.create(config)) {
      TopicPartition audio = new TopicPartition("t.audio", 1);
      admin.deleteRecords(Map.of(audio, RecordsToDelete.beforeOffset(DELETED))).all().get();
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static ProducerRecord<byte[], byte[]> record(StreamEvent event) {
    String topic = app.topicOf(event.modality());
    byte[] key = event.stream().value().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, 1, key, codecs.frames().encode(topic, event));
  }

  private static Frame bare(Modality modality, long millis, long sequence, long offset) {
    return Fixtures.frame(modality, millis, sequence).with(LayerStack.NONE).at(offset);
  }

  private static Frame bare(long offset) {
    return bare(AUDIO, offset, offset, offset);
  }

  @Test
  void shouldFindThoseThatAreThere() {
    Set<Frame> wanted = Set.of(bare(DELETED), bare(11), bare(29_000), bare(VIDEO, 5, 0, 0));
    assertThat(new InputFrames(app, codecs).read(1, wanted))
        .isEqualTo(
            Map.of(
                bare(DELETED), Fixtures.frame(AUDIO, 10, 10).layers(),
                bare(11), Fixtures.frame(AUDIO, 11, 11).layers(),
                bare(29_000), Fixtures.frame(AUDIO, 29_000, 29_000).layers(),
                bare(VIDEO, 5, 0, 0), Fixtures.frame(VIDEO, 5, 0).layers()));
  }

  @Test
  void shouldNotFindWhatIsDeletedOrAnotherOrNoFrameOrNotThereYet() {
    Set<Frame> wanted =
        Set.of(
            bare(DELETED - 1),
            bare(AUDIO, 20, 21, 20),
            bare(AUDIO, 1, 0, RECORDS - 1),
            bare(RECORDS + 5),
            bare(VIDEO, 5, 0, 1));
    assertThat(new InputFrames(app, codecs).read(1, wanted)).isEmpty();
    assertThat(new InputFrames(app, codecs).read(0, Set.of(bare(11)))).as("empty").isEmpty();
    assertThat(new InputFrames(app, codecs).read(7, Set.of(bare(11)))).as("not there").isEmpty();
  }

  @Test
  void shouldSkipWhatNobodyWants() {
    TopicPartition audio = new TopicPartition("t.audio", 1);
    var wanted = Map.of(audio, new java.util.TreeSet<>(List.of(10L, 29_999L)));
    var properties = StreamsSettings.client(app);
    properties.put("max.partition.fetch.bytes", "10000");
    try (var reader = new OffsetReader(properties, Map.copyOf(wanted))) {
      List<Long> read = new java.util.ArrayList<>();
      reader.read(record -> read.add(record.offset()));
      assertThat(read).containsExactly(10L, 29_999L);
      assertThat(reader.bytes()).isLessThan(100_000);
    }
  }

  /** Their fault is nobody's: the task is tried again. */
  @Test
  void shouldThrowForTheTaskToBeTriedAgain() {
    var nowhere =
        new Codecs(new RegistrySettings(Map.of("schema.registry.url", "http://localhost:1")));
    assertThatThrownBy(() -> new InputFrames(app, nowhere).read(1, Set.of(bare(11))))
        .isInstanceOf(RegistryAwayException.class);
    FusionApp away = Fixtures.app("kafka={ bootstrap.servers: \"localhost:1\" }");
    assertThatThrownBy(() -> new InputFrames(away, codecs).read(1, Set.of(bare(11))))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void shouldGiveUpWhatLayOnATopicThatHasBeenDeleted() throws Exception {
    kafka.createTopic("t.deleted", 2, Map.of());
    FusionApp other =
        Fixtures.app(
            "kafka={ bootstrap.servers: \"" + kafka.bootstrapServers() + "\" }",
            "streams.audio.topic=t.deleted");
    try (Admin admin = Admin.create(StreamsSettings.client(other))) {
      admin.deleteTopics(Set.of("t.deleted")).all().get();
    }
    Set<Frame> wanted = Set.of(bare(11), bare(VIDEO, 5, 0, 0));
    assertThat(new InputFrames(other, codecs).read(1, wanted))
        .containsOnlyKeys(bare(VIDEO, 5, 0, 0));
  }
}
