// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.http.Metrics;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.Meters;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.StreamsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * registry and six streams at the speed of the clock. One story, in order: each alert fires by what
 * it is for, and every query of every dashboard has an answer meanwhile.
 *
 * <p>Not here, but in {@code ops/prometheus/alerts-test.yml}: SlowVerdicts, PartitionersDiffer,
 * ModelsDiffer, OutsideCertificate.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  /** Micrometer looks for new meters of Kafka's once a minute. */
  private static final Duration KAFKA_METERS = Duration.ofSeconds(150);

  /** Not a number where the task has classes. */
  private static final String ERROR = "skewline_train_prequential_error";

  private final long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
  private final Random random = new Random(seed);
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path dir;
  private TestCluster cluster;
  private ModelPublisher models;
  private SteadyTraffic traffic;
  private Spawned processor;
  private RealPrometheus prometheus;
  private Meters testMeters;
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

  /** Meters of a processor that nobody would let get so far. */
  private String testTarget() throws IOException {
    Metrics metrics = closing(new Metrics(ProcessorApp.LABEL));
    testMeters = new Meters(metrics.registry());
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
    cluster.publish(models, cluster.bundle(1));
    await().atMost(SOON).until(() -> !prometheus.firing().contains("SkewlineNoModel"));
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
    Map<String, String> unanswered = new TreeMap<>(queries());
    assertThat(unanswered).hasSizeGreaterThan(50);
    long until = System.nanoTime() + KAFKA_METERS.toNanos();
    await("every query is answered")
        .atMost(KAFKA_METERS.plusSeconds(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              for (String where : List.copyOf(unanswered.keySet())) {
                if (answered(unanswered.get(where))) {
                  unanswered.remove(where);
                }
              }
              return unanswered.isEmpty() || System.nanoTime() > until;
            });
    assertThat(unanswered).isEmpty();
    for (Path board : dashboards()) {
      for (JsonNode variable : json(board).at("/templating/list")) {
        String asked = variable.at("/query/query").asText();
        if (!asked.isEmpty()) {
          String selector = asked.substring("label_values(".length(), asked.lastIndexOf(','));
          assertThat(prometheus.labelValues(selector, "instance")).as(asked).isNotEmpty();
        }
      }
    }
  }

  private boolean answered(String query) throws Exception {
    JsonNode series = prometheus.query(query);
    boolean finite = true;
    for (JsonNode one : series) {
      double value = Double.parseDouble(one.at("/value/1").asText().replace("Inf", "Infinity"));
      finite &= Double.isFinite(value) || query.contains(ERROR);
    }
    return !series.isEmpty() && finite;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("ops/grafana"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** Where it is asked, and what; Grafana's variables filled in. */
  private static Map<String, String> queries() throws IOException {
    Map<String, String> queries = new TreeMap<>();
    for (Path board : dashboards()) {
      for (JsonNode panel : json(board).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String where =
              "%s, %s, %s"
                  .formatted(
                      board.getFileName(),
                      panel.path("title").asText(),
                      target.path("refId").asText());
          String query =
              target
                  .path("expr")
                  .asText()
                  .replace("$__rate_interval", RealPrometheus.RANGE)
                  .replace("$instance", ".*");
          assertThat(query).as(where).isNotEmpty().doesNotContain("$");
          queries.put(where, query);
        }
      }
    }
    return queries;
  }

  @Test
  @Order(3)
  void shouldFireOnRecordsThatCannotBeRead() throws Exception {
    whileSending(this::sendGarbage, "SkewlineRejected");
  }

  @Test
  @Order(4)
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
  @Order(5)
  void shouldFireOnABundleThatIsRefused() throws Exception {
    Bundle good = cluster.bundle(7);
    byte[] bytes = good.bytes().clone();
    bytes[0] ^= 1;
    models.publish(Bundle.of(good.manifest(), bytes), Activation.Role.CANDIDATE, "broken");
    awaitFiring("SkewlineBundleRefused");
  }

  /** The trainer notices it by its own examples, and takes the model back by the labels. */
  @Test
  @Order(6)
  void shouldFireOnAModelThatGotWorse() throws Exception {
    models.publish(cluster.badBundle(8), Activation.Role.ACTIVE, "forced");
    awaitFiring("SkewlineDrift", "SkewlineRolledBack");
  }

  /** There is no real way that we know of. */
  @Test
  @Order(7)
  void shouldFireOnALedgerThatDoesNotBalance() throws Exception {
    Balance whole = new Balance(10, Map.of(Outcome.FUSED, 7L), OptionalLong.of(3));
    testMeters.committed("0_0", Map.of(AUDIO, whole));
    Balance lossy = new Balance(10, Map.of(Outcome.FUSED, 7L), OptionalLong.of(2));
    assertThat(prometheus.firing()).doesNotContain("SkewlineLedgerUnbalanced");
    testMeters.committed("0_0", Map.of(AUDIO, lossy));
    awaitFiring("SkewlineLedgerUnbalanced");
    testMeters.committed("0_0", Map.of(AUDIO, whole));
    await().atMost(SOON).until(() -> !prometheus.firing().contains("SkewlineLedgerUnbalanced"));
  }

  @Test
  @Order(8)
  void shouldFireOnLag() throws Exception {
    quota(Map.of("consumer_byte_rate", 3_000.0));
    awaitFiring("SkewlineLag");
    Map<String, Double> none = new TreeMap<>();
    none.put("consumer_byte_rate", null);
    quota(none);
    await().atMost(SOON).until(() -> !prometheus.firing().contains("SkewlineLag"));
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
  @Order(9)
  void shouldFireOnASilentModality() throws Exception {
    traffic.stop();
    try (FramePublisher frames = Publishers.connect(cluster.app)) {
      long[] sequence = {0};
      whileSending(
          () -> frames.publish(frame(sequence[0]++, Duration.ZERO, "solo")),
          "SkewlineSilentModality",
          "SkewlineMissingModality",
          "SkewlineNoLabels");
    }
  }

  /** A schema that nobody knows, and no registry to ask. */
  @Test
  @Order(10)
  void shouldFireOnAThreadThatFailed() throws Exception {
    cluster.registry.close();
    byte[] unknown = {0, 0, 0, 3, 7, 1, 2, 3};
    try (var producer = producer()) {
      producer
          .send(new ProducerRecord<>("it.audio", "cam-0".getBytes(StandardCharsets.UTF_8), unknown))
          .get();
    }
    awaitFiring("SkewlineThreadFailed");
  }

  @Test
  @Order(11)
  void shouldFireOnAProcessorThatIsGone() throws Exception {
    processor.close();
    awaitFiring("SkewlineDown");
  }

  private io.skewline.modality.Frame frame(long sequence, Duration off, String stream) {
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
      var sending = again.scheduleWithFixedDelay(send, 0, 100, TimeUnit.MILLISECONDS);
      awaitFiring(alerts);
      assertThat(sending.isDone()).as("it is still being sent").isFalse();
    } finally {
      again.shutdownNow();
      again.awaitTermination(30, TimeUnit.SECONDS);
    }
  }

  private void awaitFiring(String... alerts) {
    await(String.join(", ", alerts))
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(prometheus.firing()).contains(alerts));
  }
}
