// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.Prediction.Scored;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import io.skewline.models.ModelPublisher;
import io.skewline.registry.ApicurioServer;
import io.skewline.registry.EmbeddedServer;
import io.skewline.registry.RegistryServer;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python examples, as users run them, beside a processor: skipped where there is no Python. */
class PythonClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ALIGN = "windows: { size: 1s }, deadline: 60s";
  private static final int STREAMS = 2;
  private static final int SECONDS = 4;
  private static final int RATE = 10;

  @TempDir private Path dir;

  @Test
  void shouldMeetOverOurRegistry() throws Exception {
    PythonVenv.require();
    try (RegistryServer server = new EmbeddedServer(dir)) {
      shouldMeet(server);
    }
  }

  @Test
  void shouldMeetOverApicurio() throws Exception {
    PythonVenv.require();
    try (RegistryServer server = new ApicurioServer(dir)) {
      shouldMeet(server);
    }
  }

  private void shouldMeet(RegistryServer server) throws Exception {
    String registry = "registry.schema.registry.url=" + server.url();
    try (TestCluster cluster = new TestCluster(dir, 3, ALIGN, 8, registry);
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()))) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      processor.start();
      String sent =
          python(
              "produce.py",
              cluster,
              server,
              "--streams",
              "" + STREAMS,
              "--seconds",
              "" + SECONDS,
              "--rate",
              "" + RATE);
      int frames = STREAMS * SECONDS * RATE;
      assertThat(sent).contains("sent " + 2 * frames + " frames");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(cluster.predictions()).hasSize(STREAMS * SECONDS));
      assertThat(cluster.predictions())
          .allMatch(p -> p.verdict() == Verdict.FUSED && p.missing().isEmpty());
      assertThat(cluster.records(cluster.app.outputs().rejected())).isEmpty();
      var ledger = LedgerReader.read(StreamsSettings.client(cluster.app), cluster.app.name());
      assertThat(ledger).hasSize(2);
      ledger.forEach(
          (modality, balance) -> {
            assertThat(balance.in()).isEqualTo(frames);
            assertThat(balance.outcomes().get(Outcome.FUSED)).isEqualTo(frames);
            assertThat(balance.open()).isZero();
          });
      String read = python("predictions.py", cluster, server, "--idle", "10");
      expectSame(cluster, read);
    }
  }

  private static void expectSame(TestCluster cluster, String lines) throws Exception {
    Map<String, JsonNode> python = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      JsonNode one = new ObjectMapper().readTree(line);
      python.put(one.get("stream").asText() + " " + one.get("id").asText(), one);
    }
    assertThat(python).hasSize(STREAMS * SECONDS);
    for (Prediction ours : cluster.predictions()) {
      JsonNode theirs = python.get(ours.window().stream().value() + " " + ours.id());
      assertThat(theirs).as(ours.toString()).isNotNull();
      assertThat(theirs.get("verdict").asText()).isEqualTo("fused");
      assertThat(theirs.get("used")).map(JsonNode::asText).containsExactly("audio", "video");
      Scored scored = ours.scored().orElseThrow();
      JsonNode model = theirs.get("model");
      assertThat(model.get("version").asLong()).isEqualTo(scored.modelVersion());
      assertThat(model.get("label").asText()).isEqualTo(scored.labels().get(scored.score().best()));
      assertThat(model.get("confidence").asDouble()).isEqualTo(scored.score().confidence());
      float[] scores = scored.score().scores();
      for (int i = 0; i < scores.length; i++) {
        assertThat((float) model.get("scores").get(i).asDouble()).isEqualTo(scores[i]);
      }
    }
  }

  private String python(String program, TestCluster cluster, RegistryServer server, String... more)
      throws Exception {
    Path output = dir.resolve(program + ".out");
    Path errors = dir.resolve(program + ".err");
    String[] arguments = new String[more.length + 3];
    arguments[0] = cluster.file.toString();
    arguments[1] = "--registry";
    arguments[2] = "url=" + server.url();
    System.arraycopy(more, 0, arguments, 3, more.length);
    Process process = PythonVenv.run(output, errors, program, arguments);
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readString(output);
  }
}
