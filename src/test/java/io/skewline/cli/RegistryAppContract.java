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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.skewline.fusion.Prediction;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.models.ModelPublisher;
import io.skewline.registry.RegistryCalls;
import io.skewline.registry.RegistryDoor;
import io.skewline.registry.RegistryServer;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import io.skewline.wire.RegistryRefusedException;
import io.skewline.wire.RegistrySettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A processor over a real broker, and a registry that is there, away, locked, or emptied. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryAppContract {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ALIGN = "windows: { size: 200ms }, deadline: 30s";
  private static final int WINDOWS = 5;
  private static final long WINDOW = 200_000;

  @TempDir static Path servers;
  @TempDir Path dir;
  private RegistryServer server;
  private RegistryCalls calls;

  abstract RegistryServer startServer(Path dir);

  @BeforeAll
  void startServer() {
    server = startServer(servers);
    calls = new RegistryCalls(server.url());
  }

  @AfterAll
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  /** Over the registry at this URL; with a model. */
  private TestCluster cluster(String url, String... overrides) throws IOException {
    String[] all = Arrays.copyOf(overrides, overrides.length + 1);
    all[overrides.length] = "registry.schema.registry.url=" + url;
    return new TestCluster(dir, 2, ALIGN, 8, all);
  }

  private static void publishModel(TestCluster cluster) {
    try (ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
    }
  }

  private String[] credentials(String name, String userInfo) throws IOException {
    Files.writeString(dir.resolve(name), userInfo);
    return new String[] {
      "registry.basic.auth.credentials.source=USER_INFO",
      "registry.basic.auth.user.info=${directory:" + dir + ":" + name + "}"
    };
  }

  /** Each thread that is replaced waits until the group has forgotten the one before. */
  private static String[] shortSession(String[] others) {
    String[] all = Arrays.copyOf(others, others.length + 2);
    all[others.length] = "kafka.session.timeout.ms=1500";
    all[others.length + 1] = "kafka.heartbeat.interval.ms=400";
    return all;
  }

  @Test
  void shouldServeByTls() throws Exception {
    String[] trust = {
      "registry.schema.registry.ssl.truststore.type=PEM",
      "registry.schema.registry.ssl.truststore.location=" + server.certificate()
    };
    try (TestCluster cluster = cluster(server.tlsUrl(), trust)) {
      publishModel(cluster);
      try (Running running = new Running(cluster)) {
        running.processor.start();
        send(cluster, "cam-1", cluster.codecs, -1, 0);
        expectFused(cluster, "cam-1");
      }
    }
    try (TestCluster cluster = cluster(server.tlsUrl());
        Running running = new Running(cluster)) {
      assertThatThrownBy(running.processor::start)
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("look at schema.registry.ssl.truststore.location");
    }
  }

  @Test
  void shouldNotStartWithAWrongPassword() throws Exception {
    try (RegistryDoor door = new RegistryDoor(server.url()).askFor("ann:c4n4ry");
        TestCluster cluster = cluster(door.url(), credentials("wrong", "ann:c4n4ry-wrong"));
        Running running = new Running(cluster)) {
      assertThatThrownBy(running.processor::start)
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("answered 401")
          .hasMessageContaining("basic.auth.user.info")
          .hasMessageNotContaining("c4n4ry");
    }
  }

  @Test
  void shouldNotStartWhereASubjectDoesNotTakeWhatIsWritten() throws Exception {
    String foreign =
        "{\"type\":\"record\",\"name\":\"Prediction\",\"namespace\":\"io.skewline.avro\",\"fields\":[]}";
    try (TestCluster cluster = cluster(server.url(), "outputs.predictions=it.taken")) {
      calls.register("it.taken-value", foreign);
      try (Running running = new Running(cluster)) {
        assertThatThrownBy(running.processor::start)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("subject it.taken-value holds a schema")
            .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE")
            .hasMessageContaining("Fix: ");
      }
    }
  }

  @Test
  void shouldStartOnceTheRegistryIsThere() throws Exception {
    try (RegistryDoor door = new RegistryDoor(server.url());
        TestCluster cluster = cluster(door.url());
        Running running = new Running(cluster)) {
      publishModel(cluster);
      door.shut();
      ListAppender<ILoggingEvent> log = listen();
      CompletableFuture<Void> start = CompletableFuture.runAsync(running.processor::start);
      await().atMost(PATIENCE).until(() -> timesWaited(log) >= 3);
      assertThat(start).isNotDone();
      door.open();
      start.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      send(cluster, "cam-1");
      expectFused(cluster, "cam-1");
    }
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    ((Logger) LoggerFactory.getLogger("io.skewline.topology")).addAppender(log);
    return log;
  }

  private static long timesWaited(ListAppender<ILoggingEvent> log) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getFormattedMessage().startsWith("Waiting for the registry"))
        .count();
  }

  @Test
  void shouldLoseNothingWhileTheRegistryIsAway() throws Exception {
    try (RegistryDoor door = new RegistryDoor(server.url());
        TestCluster cluster = cluster(door.url())) {
      publishModel(cluster);
      try (Running running = new Running(cluster)) {
        running.processor.start();
        send(cluster, "known-1");
        expectFused(cluster, "known-1");
        door.shut();
        send(cluster, "known-2");
        expectFused(cluster, "known-2");
        sendUnknown(cluster, "unknown-1");
        await()
            .atMost(PATIENCE)
            .until(() -> running.processor.runner().waitingFor().contains("schema registry"));
        assertThat(fused(cluster, "unknown-1")).isEmpty();
        door.open();
        expectFused(cluster, "unknown-1");
        assertThat(running.processor.runner().error()).isEmpty();
      }
      expectBalance(cluster, 3);
    }
  }

  /** Waiting would be in vain: it ends, says why, has committed nothing of it, and starts again. */
  @Test
  void shouldEndWhereItIsNotLetInAnyMore() throws Exception {
    try (RegistryDoor door = new RegistryDoor(server.url()).askFor("ann:c4n4ry");
        TestCluster cluster =
            cluster(door.url(), shortSession(credentials("user", "ann:c4n4ry")))) {
      publishModel(cluster);
      try (Running running = new Running(cluster)) {
        running.processor.start();
        send(cluster, "known-1");
        expectFused(cluster, "known-1");
        door.askFor("ann:c4n4ry-new");
        sendUnknown(cluster, "unknown-1");
        await()
            .dontCatchUncaughtExceptions()
            .atMost(PATIENCE)
            .until(() -> running.processor.runner().error().isPresent());
        assertThat(Refusal.of(running.processor.runner().error().get()).orElseThrow())
            .contains("answered 401", "basic.auth.user.info")
            .doesNotContain("c4n4ry");
      }
      door.askFor("ann:c4n4ry");
      try (Running again = new Running(cluster)) {
        again.processor.start();
        expectFused(cluster, "unknown-1");
      }
      expectBalance(cluster, 2);
    }
  }

  @Test
  void shouldServeOnAfterASoftDeletion() throws Exception {
    try (TestCluster cluster = cluster(server.url())) {
      publishModel(cluster);
      try (Running running = new Running(cluster)) {
        running.processor.start();
        send(cluster, "cam-1");
        expectFused(cluster, "cam-1");
        for (String topic : List.of("audio", "video", "predictions")) {
          assertThat(calls.delete("/subjects/it." + topic + "-value").status()).isEqualTo(200);
        }
        byte[] known = cluster.records("it.audio").get(0).value();
        sendAs(cluster, "cam-2", ByteBuffer.wrap(known).getInt(1));
        expectFused(cluster, "cam-2");
      }
      try (Running fresh = new Running(cluster)) {
        fresh.processor.start();
        send(cluster, "cam-3");
        expectFused(cluster, "cam-3");
      }
      assertThat(calls.get("/subjects").json())
          .anyMatch(name -> name.asText().equals("it.predictions-value"));
      expectBalance(cluster, 3);
    }
  }

  private static List<StreamEvent> events(String name, Modality modality, long from) {
    StreamId stream = new StreamId(name);
    Random random = new Random(name.hashCode());
    StreamEvent[] all = new StreamEvent[2 * WINDOWS + 1];
    for (int i = 0; i < 2 * WINDOWS; i++) {
      all[i] = TestCluster.frame(stream, modality, from + i * WINDOW / 2, i, true, random);
    }
    all[2 * WINDOWS] = new EndOfStream(stream, modality, from + WINDOWS * WINDOW - 1, "s");
    return List.of(all);
  }

  /** With whatever id the registry gives our schema, past all doors. */
  private void send(TestCluster cluster, String stream) {
    send(cluster, stream, direct(), -1, 0);
  }

  private Codecs direct() {
    return new Codecs(new RegistrySettings(Map.of("schema.registry.url", server.url())));
  }

  private static void sendAs(TestCluster cluster, String stream, int id) {
    send(cluster, stream, cluster.codecs, id, 0);
  }

  /** With a schema of one more field, which nobody has asked for yet. */
  private void sendUnknown(TestCluster cluster, String stream) throws IOException {
    JsonNode more = new ObjectMapper().readTree(Path.of("schemas/ModalityFrame.avsc").toFile());
    ((ArrayNode) more.get("fields"))
        .addObject()
        .put("name", "note" + System.nanoTime())
        .put("type", "string")
        .put("default", "");
    int id = calls.register("it.audio-value", more.toString()).id();
    send(cluster, stream, direct(), id, 1);
  }

  /**
   * @param id to write with; -1 for the codec's own
   * @param more bytes, all 0, at the end
   */
  private static void send(TestCluster cluster, String stream, Codecs codecs, int id, int more) {
    long from = (System.currentTimeMillis() * 1000 / WINDOW - 50) * WINDOW;
    try (var producer =
        new KafkaProducer<>(
            StreamsSettings.client(cluster.app),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        String topic = "it." + modality.name();
        for (StreamEvent event : events(stream, modality, from)) {
          byte[] value = codecs.frames().encode(topic, event);
          value = Arrays.copyOf(value, value.length + more);
          if (id >= 0) {
            ByteBuffer.wrap(value).putInt(1, id);
          }
          producer.send(
              new ProducerRecord<>(topic, stream.getBytes(StandardCharsets.UTF_8), value));
        }
      }
    }
  }

  private static List<Prediction> fused(TestCluster cluster, String stream) throws Exception {
    return cluster.predictions().stream()
        .filter(p -> p.window().stream().value().equals(stream) && p.verdict() == Verdict.FUSED)
        .toList();
  }

  private static void expectFused(TestCluster cluster, String stream) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(fused(cluster, stream)).hasSize(WINDOWS));
  }

  /** Each frame once, none rejected, none open. */
  private static void expectBalance(TestCluster cluster, int streams) throws Exception {
    assertThat(cluster.records(cluster.app.outputs().rejected())).isEmpty();
    assertThat(cluster.predictions()).hasSize(streams * WINDOWS);
    LedgerReader.read(StreamsSettings.client(cluster.app), cluster.app.name())
        .forEach(
            (modality, balance) -> {
              assertThat(balance.in()).isEqualTo(streams * 2L * WINDOWS);
              assertThat(balance.outcomes().get(Outcome.FUSED)).isEqualTo(balance.in());
              assertThat(balance.open()).isZero();
            });
  }

  /** A processor with meters of its own. */
  private static final class Running implements AutoCloseable {
    private final Metrics metrics = new Metrics();
    private final ProcessorApp processor;

    private Running(TestCluster cluster) {
      processor = new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()));
    }

    @Override
    public void close() {
      processor.close();
      metrics.close();
    }
  }
}
