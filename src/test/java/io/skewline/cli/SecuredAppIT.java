// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.embedded.BrokerSecurity;
import io.skewline.embedded.Certificates;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedKafkaOptions;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.replay.EncoderFitting;
import io.skewline.replay.FramePublisher;
import io.skewline.replay.ReplayListener;
import io.skewline.replay.ReplayRun;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.ClientFile;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Topics, processor and trainer, each in a process of its own, and replay, over TLS, passwords and
 * tokens: they work, whoever has a wrong password is told so in a line, and no log, page or error
 * shows a secret.
 */
class SecuredAppIT {
  private static final String PASSWORD = "c4n4ry-alice";
  private static final String REGISTRY = "c4n4ry-registry";
  private static final String TOKEN = "c4n4ry-token";
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final Pattern URL = Pattern.compile("http://localhost:\\d+(?=/)");

  @TempDir private Path dir;
  private Path topology;
  private Path wrongFile;
  private Path kafkaFile;
  private final List<Process> running = new ArrayList<>();

  @Test
  void shouldWorkAndShowNoSecret() throws Exception {
    Path keystore = Certificates.keystore(dir, "broker");
    EmbeddedKafkaOptions options =
        EmbeddedKafkaOptions.temporary()
            .secured(
                new BrokerSecurity(keystore, Certificates.PASSWORD, Map.of("alice", PASSWORD)));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options);
        EmbeddedRegistry registry = EmbeddedRegistry.start(0, Optional.of("ann:" + REGISTRY))) {
      write(kafka, registry, Certificates.certificate(keystore));
      wrongPasswords();
      works();
    } finally {
      running.forEach(Process::destroy);
      for (Process process : running) {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    }
    showsNoSecret();
  }

  private void write(EmbeddedKafka kafka, EmbeddedRegistry registry, Path certificate)
      throws IOException {
    Files.writeString(dir.resolve("registry-password"), REGISTRY + "\n");
    Files.writeString(dir.resolve("kafka-password"), PASSWORD + "\n");
    Files.writeString(dir.resolve("secrets.properties"), "token=" + TOKEN + "\n");
    topology =
        Files.writeString(
            dir.resolve("secured.yaml"),
            """
            name: secured
            task: { type: classification, labels: ["no", "yes"] }
            streams:
              - { modality: audio, topic: secured.audio, layers: 2, width: 8, lateness: 50ms }
              - { modality: video, topic: secured.video, layers: 2, width: 8, lateness: 50ms }
            align: { windows: { size: 200ms }, deadline: 400ms }
            fusion: { plan: late, width: 8 }
            outputs: { predictions: secured.predictions, rejected: secured.rejected }
            models: { topic: secured.models }
            train: { labels: secured.labels, examples: secured.examples, firstRound: 60, roundEvery: 60, epochs: 30, learningRate: 0.01 }
            registry:
              schema.registry.url: "%s"
              basic.auth.credentials.source: USER_INFO
              basic.auth.user.info: "ann:${directory:%s:registry-password}"
            kafka: { bootstrap.servers: "%s", state.dir: "%s" }
            http: { port: 0, token: "${file:%s:token}" }
            """
                .formatted(
                    registry.url(),
                    dir,
                    kafka.bootstrapServers(),
                    dir.resolve("state"),
                    dir.resolve("secrets.properties")));
    kafkaFile = kafka("kafka.properties", certificate, "${directory:" + dir + ":kafka-password}");
    wrongFile = kafka("wrong.properties", certificate, "${env:WRONG_PASSWORD}");
  }

  private Path kafka(String file, Path certificate, String password) throws IOException {
    return Files.writeString(
        dir.resolve(file),
        """
            security.protocol=SASL_SSL
            sasl.mechanism=SCRAM-SHA-512
            sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
            username="alice" password="%s";
            ssl.truststore.type=PEM
            ssl.truststore.location=%s
            """
            .formatted(password, certificate));
  }

  private void wrongPasswords() throws Exception {
    for (String command : List.of("topics", "process", "train")) {
      Process refused = spawn("wrong-" + command, wrongFile, command);
      assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(refused.exitValue()).isEqualTo(Main.FAILED);
      assertThat(log("wrong-" + command))
          .contains("Authentication failed", "sasl.jaas.config")
          .doesNotContain("\tat ");
    }
  }

  private void works() throws Exception {
    assertThat(done("topics", "topics", "--partitions", "2")).contains("created [");
    Process processor = spawn("process", kafkaFile, "process");
    Process trainer = spawn("train", kafkaFile, "train");
    String at = url("process");
    await()
        .atMost(LONG)
        .until(
            () -> ask(at + "/health/ready", "Bearer " + TOKEN).contains("\"streams\",\"ok\":true"));
    FusionApp app =
        TopologyFile.read(topology, List.of()).with(ClientFile.read(kafkaFile), Map.of());
    Path encoders = dir.resolve("encoders");
    EncoderFitting.fit(new Signs(), app.specs(), encoders, 1, Map.of());
    try (FramePublisher frames = Publishers.connect(app);
        ReplayRun replay =
            new ReplayRun(
                new Signs(),
                Encoders.load(app, encoders),
                ReplaySettings.of(1, 1),
                frames,
                Clock.systemUTC(),
                ReplayListener.NONE)) {
      Thread player = TestCluster.player(replay);
      served(at, processor, trainer);
      replay.close();
      player.join();
    }
  }

  private void served(String at, Process processor, Process trainer) throws Exception {
    await()
        .atMost(LONG)
        .until(
            () -> ask(at + "/health/ready", "Bearer " + TOKEN).contains("\"model\",\"ok\":true"));
    await()
        .atMost(LONG)
        .until(() -> ask(at + "/metrics", "Bearer " + TOKEN).contains("outcome=\"fused\""));
    assertThat(processor.isAlive() && trainer.isAlive()).isTrue();
    for (String page :
        List.of("/", "/topology", "/metrics", "/ledger", "/health/live", "/scores")) {
      assertThat(ask(at + page, "Bearer wrong")).contains("who asks?");
      Files.writeString(
          dir.resolve("page" + page.replace('/', '-') + ".log"),
          ask(at + page, "Bearer " + TOKEN) + ask(at + page, "Bearer c4n4ry-wrong"));
    }
    assertThat(log("page-topology")).contains("Sub-topology: 0");
  }

  /** As it is, and as Basic authentication would send it. */
  private void showsNoSecret() throws IOException {
    String basic =
        Base64.getEncoder()
            .encodeToString(("ann:" + REGISTRY).getBytes(StandardCharsets.UTF_8))
            .substring(0, 20);
    int seen = 0;
    try (Stream<Path> logs = Files.list(dir).filter(file -> file.toString().endsWith(".log"))) {
      for (Path file : logs.toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("c4n4ry", basic);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(10);
    // Kafka's own account of its settings was among them.
    assertThat(log("process")).contains("sasl.jaas.config = [hidden]");
  }

  private Process spawn(String name, Path kafka, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dskewline.log=DEBUG", "-Dskewline.log.root=INFO"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.skewline.cli.Main"));
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add(1, topology.toString());
    command.addAll(words);
    command.addAll(List.of("--kafka", kafka.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile());
    builder.environment().put("WRONG_PASSWORD", "c4n4ry-wrong");
    Process process = builder.start();
    running.add(process);
    return process;
  }

  private String done(String name, String... arguments) throws Exception {
    Process process = spawn(name, kafkaFile, arguments);
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(log(name)).isZero();
    return log(name);
  }

  private String log(String name) throws IOException {
    return Files.readString(dir.resolve(name + ".log"));
  }

  private String url(String name) {
    return await().atMost(LONG).until(() -> URL.matcher(log(name)), Matcher::find).group();
  }

  private static String ask(String url, String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", authorization).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
