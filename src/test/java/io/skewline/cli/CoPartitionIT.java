// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.skewline.fusion.Prediction;
import io.skewline.http.HealthCheck;
import io.skewline.http.Metrics;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.models.ModelPublisher;
import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.PartitionerCheck;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import io.skewline.topology.TopologyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Topics that do not fit together on a real broker: refused, named, or mended. */
class CoPartitionIT {
  private static final int PARTITIONS = 4;
  private static final int STREAMS = 24;
  private static final int WINDOWS = 20;
  private static final long SIZE = 200_000;
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path dir;

  @Test
  void shouldRefuseTopicsOfDifferentPartitions() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, PARTITIONS);
        ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
      create(cluster.app, 3, "it.video3", "it.labels3");
      create(cluster.app, 5, "odd-video-repartition", "odd-train-video-repartition");
      String video = "streams.video.topic=it.video3";
      assertRefusal(() -> startProcessor(app(cluster, video)), "{it.audio=4, it.video3=3}");
      assertRefusal(
          () -> startTrainer(app(cluster, video)),
          "{it.audio=4, it.labels=4, " + "it.predictions=4, it.predictions.shadow=4, it.video3=3}");
      assertRefusal(
          () -> startTrainer(app(cluster, "train.labels=it.labels3")),
          "{it.audio=4, it.labels3=3, " + "it.predictions=4, it.predictions.shadow=4, it.video=4}");

      FusionApp mended = app(cluster, video, "streams.video.repartition=true");
      assertThatThrownBy(() -> startProcessor(mended))
          .hasMessageContaining("topics [it-video-repartition] do not exist");
      create(mended);
      startProcessor(mended);
      startTrainer(mended);

      String odd = "name=odd";
      assertRefusal(
          () -> startProcessor(app(cluster, video, odd, "streams.video.repartition=true")),
          "{it.audio=4, odd-video-repartition=5}");
      assertRefusal(
          () -> startTrainer(app(cluster, video, odd, "streams.video.repartition=true")),
          "{it.audio=4, it.labels=4, "
              + "it.predictions=4, it.predictions.shadow=4, odd-train-video-repartition=5}");
      assertThatThrownBy(() -> startProcessor(app(cluster, "align.limits.stateBytes=1MB")))
          .hasMessageContaining("align.limits.stateBytes is '1MB'");
    }
  }

  private static void assertRefusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable start, String counts) {
    assertThatThrownBy(start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("topics that are joined must have the same number of partitions")
        .hasMessageContaining(counts);
  }

  @Test
  void shouldNameWhatIsSpreadByAnotherPartitionerAndMendIt() throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("CoPartitionIT: -Dskewline.seed=" + seed);
    try (TestCluster cluster = new TestCluster(dir, PARTITIONS);
        ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
      publish(cluster, new Random(seed));
      assertNamed(cluster);
      assertMended(cluster);
    }
  }

  /** Without repartitioning: most windows are one-sided, and warning and health say why. */
  private void assertNamed(TestCluster cluster) throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(PartitionerCheck.class);
    log.start();
    logger.addAppender(log);
    try (Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()))) {
      processor.start();
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(partitioning(processor).detail())
                      .contains("`audio` (topic it.audio) is spread by murmur2")
                      .contains("`video` (topic it.video) is spread by crc32")
                      .contains("set streams.video.repartition: true"));
      assertThat(partitioning(processor).ok()).as("it stays in service").isTrue();
      await()
          .atMost(LONG)
          .until(
              () ->
                  cluster.predictions().stream().anyMatch(p -> !p.missing().isEmpty())
                      && log.list.stream()
                          .anyMatch(e -> e.getFormattedMessage().contains("repartition: true")));
      assertThat(metrics.scrape())
          .contains("skewline_decode_partitioner{modality=\"video\",partitioner=\"crc32\"} 1.0")
          .contains("skewline_decode_partitioner{modality=\"video\",partitioner=\"murmur2\"} 0.0");
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list).as("once").hasSizeLessThanOrEqualTo(2);
  }

  /**
   * With it, in two instances, from the beginning: not one window lacks a modality, although video
   * comes later by a commit and no window waits beyond its end for what counts as silent.
   */
  private void assertMended(TestCluster cluster) throws Exception {
    String[] mend = {
      "name=mended",
      "outputs.predictions=mended.predictions",
      "streams.video.repartition=true",
      "align.deadline=0ms"
    };
    FusionApp one = app(cluster, mend, "kafka.state.dir=" + dir.resolve("one"));
    FusionApp two = app(cluster, mend, "kafka.state.dir=" + dir.resolve("two"));
    create(one);
    try (Metrics metrics = new Metrics();
        Metrics more = new Metrics();
        ProcessorApp first = new ProcessorApp(one, metrics, new Meters(metrics.registry()));
        ProcessorApp second = new ProcessorApp(two, more, new Meters(more.registry()))) {
      first.start();
      second.start();
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(cluster.predictions("mended.predictions")).hasSize(STREAMS * WINDOWS));
      List<Prediction> all = cluster.predictions("mended.predictions");
      assertThat(all).allMatch(p -> p.verdict() == Verdict.FUSED && p.missing().isEmpty());
      assertThat(all.stream().map(Prediction::window).distinct()).hasSize(STREAMS * WINDOWS);
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                Map<Modality, Balance> ledger =
                    LedgerReader.read(StreamsSettings.client(one), one.name());
                for (Modality modality : List.of(AUDIO, VIDEO)) {
                  Balance balance = ledger.get(modality);
                  assertThat(balance.in()).isEqualTo(2L * STREAMS * WINDOWS);
                  assertThat(balance.outcomes().get(Outcome.FUSED)).isEqualTo(balance.in());
                  assertThat(balance.open()).isZero();
                }
              });
      for (ProcessorApp processor : List.of(first, second)) {
        assertThat(partitioning(processor).detail()).doesNotContain("degraded");
      }
    }
  }

  private static HealthCheck partitioning(ProcessorApp processor) {
    return processor.status().ready().get().stream()
        .filter(check -> check.name().equals("partitioning"))
        .findFirst()
        .orElseThrow();
  }

  /** Audio as a Java producer spreads it, video as librdkafka does. */
  private static void publish(TestCluster cluster, Random random) {
    Properties config = StreamsSettings.client(cluster.app);
    config.keySet().retainAll(List.of("bootstrap.servers"));
    long base = (System.currentTimeMillis() * 1000 - WINDOWS * SIZE) / SIZE * SIZE;
    Map<Modality, Long> sequences = new HashMap<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int half = 0; half < 2 * WINDOWS; half++) {
        for (int s = 0; s < STREAMS; s++) {
          StreamId stream = new StreamId("cam-" + s);
          byte[] key = stream.value().getBytes(StandardCharsets.UTF_8);
          for (Modality modality : List.of(AUDIO, VIDEO)) {
            String topic = cluster.app.topicOf(modality);
            long sequence = sequences.merge(modality, 1L, Long::sum);
            byte[] value =
                cluster
                    .codecs
                    .frames()
                    .encode(
                        topic,
                        TestCluster.frame(
                            stream, modality, base + half * SIZE / 2, sequence, true, random));
            Integer partition = modality.equals(VIDEO) ? crc32(key) : null;
            producer.send(new ProducerRecord<>(topic, partition, key, value));
          }
        }
      }
      producer.flush();
    }
  }

  private static int crc32(byte[] key) {
    CRC32 crc = new CRC32();
    crc.update(key);
    return (int) (crc.getValue() % PARTITIONS);
  }

  private static FusionApp app(TestCluster cluster, String[] overrides, String more) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add(more);
    return TopologyFile.read(cluster.file, all);
  }

  private static FusionApp app(TestCluster cluster, String... overrides) {
    return TopologyFile.read(cluster.file, List.of(overrides));
  }

  private static void create(FusionApp app) {
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      topics.create(AppTopics.specs(app, PARTITIONS));
    }
  }

  private static void create(FusionApp app, int partitions, String... names) {
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      for (String name : names) {
        topics.create(Map.of(name, new Topics.TopicSpec(partitions, Map.of())));
      }
    }
  }

  private static void startProcessor(FusionApp app) {
    try (Metrics metrics = new Metrics();
        ProcessorApp processor = new ProcessorApp(app, metrics, new Meters(metrics.registry()))) {
      processor.start();
    }
  }

  private static void startTrainer(FusionApp app) {
    try (Metrics metrics = new Metrics();
        TrainerApp trainer =
            new TrainerApp(app, metrics, new Meters(metrics.registry()), result -> {})) {
      trainer.start();
    }
  }
}
