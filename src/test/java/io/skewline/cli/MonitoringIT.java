// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.http.Metrics;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.StreamsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Prometheus over a processor and a trainer in processes of their own, with a broker, a
 * registry and six streams at the speed of the clock. One story, in order: every query of every
 * dashboard has an answer, no alert fires while all is well, and each does by what it is for.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  /** The score falls to nothing without video. */
  private static final Certificate CERTIFICATE =
      new Certificate(
          "accuracy",
          List.of(
              new Point(Condition.CLEAN, List.of(), 0, 0, new Metric(0.9, 0.9, 0.9, 100)),
              new Point(Condition.MISSING, List.of(VIDEO), 0, 0, new Metric(0, 0, 0, 100))));

  private final long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
  private final Random random = new Random(seed);
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private static Path dir;
  private TestCluster cluster;
  private ModelPublisher models;
  private SteadyTraffic traffic;
  private Spawned processor;
  private RealPrometheus prometheus;
  private Meters written;
  private int trainerPort;

  @BeforeAll
  void start() throws Exception {
    RealPrometheus.require();
    System.out.println("MonitoringIT: -Dskewline.seed=" + seed);
    int processorPort = RealPrometheus.freePort();
    trainerPort = RealPrometheus.freePort();
    String test = testTarget();
    prometheus =
        closing(
            new RealPrometheus(
                dir, List.of("localhost:" + processorPort, test), "localhost:" + trainerPort));
    cluster = closing(new TestCluster(dir, 2, "models.shadowShare=0.5"));
    models = closing(cluster.publisher());
    processor =
        closing(
            new Spawned(
                cluster.process(
                    "processor",
                    "--set",
                    "http.port=" + processorPort,
                    "--set",
                    "models.shadowShare=0.5"),
                dir.resolve("processor.log")));
    traffic = closing(new SteadyTraffic(cluster, 6, seed));
  }

  /** Meters of a processor that nobody would let get so far, or not in the time of a test. */
  private String testTarget() throws IOException {
    Metrics metrics = closing(new Metrics(ProcessorApp.LABEL));
    written = new Meters(metrics.registry());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = metrics.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    return "localhost:" + server.getAddress().getPort();
  }

  private <C extends AutoCloseable> C closing(C one) {
    open.add(one);
    return one;
  }

  @AfterAll
  void stop() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  @Order(1)
  void shouldFireWithoutModel() throws Exception {
    awaitFiring("SkewlineNoModel");
    cluster.publish(models, cluster.bundle(1, CERTIFICATE));
    awaitSilent("SkewlineNoModel");
    List<String> settings =
        List.of(
            "http.trainerPort=" + trainerPort,
            "models.shadowShare=0.5",
            "models.rollback.minLabels=40",
            "train.roundEvery=50000");
    String[] options = settings.stream().flatMap(s -> Stream.of("--set", s)).toArray(String[]::new);
    closing(new Spawned(cluster.train("trainer", options), dir.resolve("trainer.log")));
    models.publish(cluster.badBundle(2), Activation.Role.CANDIDATE, "to be heard");
  }

  @Test
  @Order(2)
  void shouldAnswerEveryQueryOfEveryDashboard() throws Exception {
    List<DashboardQuery> unanswered = new ArrayList<>(DashboardQuery.all());
    assertThat(unanswered).hasSizeGreaterThan(75);
    await("every query is answered")
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              for (DashboardQuery query : List.copyOf(unanswered)) {
                if (query.isAnsweredBy(prometheus)) {
                  unanswered.remove(query);
                }
              }
              assertThat(unanswered).isEmpty();
            });
    for (String variable : DashboardQuery.variables()) {
      assertThat(prometheus.labelValues(variable, "instance")).as(variable).isNotEmpty();
    }
  }

  @Test
  @Order(3)
  void shouldBeSilentWhileAllIsWell() {
    await().atMost(SOON).untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
  }

  @Test
  @Order(4)
  void shouldFireOnRecordsThatCannotBeRead() throws Exception {
    whileSending(this::sendGarbage, "SkewlineRejected");
  }

  @Test
  @Order(5)
  void shouldFireOnLateFrames() throws Exception {
    try (FramePublisher frames = Publishers.connect(cluster.app)) {
      long[] sequence = {1_000_000};
      whileSending(
          () -> {
            for (int i = 0; i < 5; i++) {
              frames.publish(frame(sequence[0]++, Duration.ofSeconds(-5), "cam-0"));
            }
          },
          "SkewlineFramesLost");
    }
  }

  @Test
  @Order(6)
  void shouldFireOnABundleThatIsRefused() throws Exception {
    Bundle good = cluster.bundle(7);
    byte[] bytes = good.bytes().clone();
    bytes[0] ^= 1;
    Bundle broken = Bundle.of(good.manifest(), bytes);
    assertFires(
        () -> models.publish(broken, Activation.Role.CANDIDATE, "broken"), "SkewlineBundleRefused");
  }

  /** It was bad from the start, so labels take it back. */
  @Test
  @Order(7)
  void shouldFireOnAModelThatIsTakenBack() throws Exception {
    assertFires(
        () -> models.publish(cluster.badBundle(8), Activation.Role.ACTIVE, "forced"),
        "SkewlineRolledBack");
  }

  /** The model is what it was, the world is not. */
  @Test
  @Order(8)
  void shouldFireOnDrift() throws Exception {
    assertFires(traffic::turn, "SkewlineDrift");
  }

  /** There is no real way that we know of. */
  @Test
  @Order(9)
  void shouldFireOnALedgerThatDoesNotBalance() throws Exception {
    written.committed("0_0", Map.of(AUDIO, balance(3)));
    assertFires(
        () -> written.committed("0_0", Map.of(AUDIO, balance(2))), "SkewlineLedgerUnbalanced");
    written.committed("0_0", Map.of(AUDIO, balance(3)));
    awaitSilent("SkewlineLedgerUnbalanced");
  }

  private static Balance balance(int held) {
    return new Balance(10, Map.of(Outcome.FUSED, 7L), OptionalLong.of(held));
  }

  /** The meters' own ways are tested where they are; here it is that the rules see them. */
  @Test
  @Order(10)
  void shouldFireOnProcessorsAndProducersThatDiffer() throws Exception {
    assertFires(
        () -> {
          written.serves("champion", 99, "another");
          written.partitioner(AUDIO, "crc32", () -> true);
          written.partitioner(VIDEO, "murmur2", () -> true);
          written.condition("noise", AUDIO, () -> 1.4);
        },
        "SkewlineModelsDiffer",
        "SkewlinePartitionersDiffer",
        "SkewlineOutsideCertificate");
  }

  @Test
  @Order(11)
  void shouldFireOnLag() throws Exception {
    assertFires(
        () -> quota(Map.of("consumer_byte_rate", 10_000.0)), "SkewlineLag", "SkewlineSlowVerdicts");
    Map<String, Double> none = new TreeMap<>();
    none.put("consumer_byte_rate", null);
    quota(none);
    awaitSilent("SkewlineLag");
  }

  /** A broker that gives every consumer little is a slow broker. */
  private void quota(Map<String, Double> limits) throws Exception {
    Map<String, String> anyClient = new TreeMap<>();
    anyClient.put(ClientQuotaEntity.CLIENT_ID, null);
    List<ClientQuotaAlteration.Op> ops =
        limits.entrySet().stream()
            .map(limit -> new ClientQuotaAlteration.Op(limit.getKey(), limit.getValue()))
            .toList();
    try (Admin admin = Admin.create(StreamsSettings.client(cluster.app))) {
      admin
          .alterClientQuotas(
              List.of(new ClientQuotaAlteration(new ClientQuotaEntity(anyClient), ops)))
          .all()
          .get();
    }
  }

  /** The other modality stops, and with it labels. */
  @Test
  @Order(12)
  void shouldFireOnASilentModality() throws Exception {
    traffic.stop();
    try (FramePublisher frames = Publishers.connect(cluster.app)) {
      long[] sequence = {0};
      whileSending(
          () -> {
            for (int s = 0; s < 4; s++) {
              frames.publish(frame(sequence[0]++, Duration.ZERO, "solo-" + s));
            }
          },
          "SkewlineSilentModality",
          "SkewlineMissingModality",
          "SkewlineNoLabels");
    }
  }

  /** A schema that nobody knows, and no registry to ask. */
  @Test
  @Order(13)
  void shouldFireOnAThreadThatFailed() throws Exception {
    byte[] key = "cam-0".getBytes(StandardCharsets.UTF_8);
    byte[] unknown = {0, 0, 0, 3, 7, 1, 2, 3};
    assertFires(
        () -> {
          cluster.registry.close();
          try (var producer = producer()) {
            producer.send(new ProducerRecord<>("it.audio", key, unknown)).get();
          }
        },
        "SkewlineThreadFailed");
  }

  @Test
  @Order(14)
  void shouldFireOnAProcessorThatIsGone() throws Exception {
    assertFires(processor::close, "SkewlineDown");
  }

  private Frame frame(long sequence, Duration off, String stream) {
    long micros = (System.currentTimeMillis() + off.toMillis()) * 1000;
    return TestCluster.frame(new StreamId(stream), AUDIO, micros, sequence, true, random);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Properties config = StreamsSettings.client(cluster.app);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void sendGarbage() {
    try (var producer = producer()) {
      for (int i = 0; i < 20; i++) {
        byte[] key = "cam-0".getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>("it.audio", key, new byte[] {42, 42}));
      }
    }
  }

  /** Does it ten times a second until the alerts fire. */
  private void whileSending(Runnable send, String... alerts) throws Exception {
    ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor();
    try {
      awaitSilent(alerts);
      var sending = again.scheduleWithFixedDelay(send, 0, 100, TimeUnit.MILLISECONDS);
      awaitFiring(alerts);
      assertThat(sending.isDone()).as("it is still being sent").isFalse();
    } finally {
      again.shutdownNow();
      again.awaitTermination(30, TimeUnit.SECONDS);
    }
  }

  /** What brings an alert about. */
  private interface Cause {
    void comes() throws Exception;
  }

  private void assertFires(Cause cause, String... alerts) throws Exception {
    awaitSilent(alerts);
    cause.comes();
    awaitFiring(alerts);
  }

  private void awaitSilent(String... alerts) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContain(alerts));
  }

  private void awaitFiring(String... alerts) {
    await(String.join(", ", alerts))
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(prometheus.firing()).contains(alerts));
  }
}
