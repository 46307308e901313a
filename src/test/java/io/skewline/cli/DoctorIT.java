// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedKafkaOptions;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.StreamId;
import io.skewline.models.ModelPublisher;
import io.skewline.network.SsfnShape;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.StreamsSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check fails for real; then what it gives as the fix is done, and it passes. */
class DoctorIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path dir;

  /** What the command said of one run. */
  private record Run(int status, List<JsonNode> findings) {
    String levelOf(String check) {
      List<String> order = List.of("ok", "skipped", "warning", "failure");
      return findings.stream()
          .filter(one -> one.get("check").asText().equals(check))
          .map(one -> one.get("level").asText())
          .max(java.util.Comparator.comparingInt(order::indexOf))
          .orElseThrow();
    }

    JsonNode worst(String check) {
      return findings.stream()
          .filter(one -> one.get("check").asText().equals(check))
          .filter(one -> one.get("level").asText().equals(levelOf(check)))
          .findFirst()
          .orElseThrow();
    }

    String fix(String check) {
      return worst(check).get("fix").asText();
    }

    Run expect(String check, String level, String words) {
      assertThat(levelOf(check)).as("%s", findings).isEqualTo(level);
      assertThat(findings)
          .anySatisfy(
              one -> {
                assertThat(one.get("check").asText()).isEqualTo(check);
                assertThat(one.get("what").asText()).contains(words);
              });
      return this;
    }
  }

  private static Run doctor(Path file, String... set) throws Exception {
    List<String> args = new ArrayList<>(List.of("doctor", file.toString(), "--json"));
    for (String one : set) {
      args.addAll(List.of("--set", one));
    }
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine().setOut(new PrintWriter(out)).execute(args.toArray(String[]::new));
    List<JsonNode> findings = new ArrayList<>();
    new ObjectMapper().readTree(out.toString()).forEach(findings::add);
    boolean failed = findings.stream().anyMatch(one -> one.get("level").asText().equals("failure"));
    assertThat(status).isEqualTo(failed ? 1 : 0);
    return new Run(status, findings);
  }

  /** Does what a fix says that is a command of ours. */
  private static void carryOut(String fix) {
    String[] words = fix.substring(fix.indexOf("skewline ")).split(" ");
    assertThat(Main.commandLine().execute(Arrays.copyOfRange(words, 1, words.length))).isZero();
  }

  /** {@code in FILE: a: { b: c }} as {@code a.b=c}. */
  private static String setting(String fix) {
    Matcher written = Pattern.compile(": ((?:\\w+: \\{ )+)([\\w.]+): (\\w+)").matcher(fix);
    assertThat(written.find()).as(fix).isTrue();
    return written.group(1).replace(": { ", ".") + written.group(2) + "=" + written.group(3);
  }

  @Test
  void shouldPassAHealthyClusterAndNotWaitForADeadOne() throws Exception {
    int port;
    int registryPort;
    Path data = Files.createDirectories(dir.resolve("data"));
    Path file;
    try (TestCluster cluster = new TestCluster(dir, 2)) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      Run healthy = doctor(cluster.file, "align.limits.bytesPerTask=10MB");
      assertThat(healthy.status()).as("%s", healthy.findings()).isZero();
      healthy.expect("clocks", "ok", "the broker's clock is");
      healthy.expect("model", "ok", "version 1");
      file = cluster.file;
      port = cluster.kafka.port();
      registryPort = cluster.registry.port();
      assertThat(cluster.records("it.rejected")).as("nothing is left behind").isEmpty();
    }
    long fromNanos = System.nanoTime();
    Run dead = doctor(file);
    Duration took = Duration.ofNanos(System.nanoTime() - fromNanos);
    System.out.println("DoctorIT: a dead broker is told of in " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(20));
    dead.expect("broker", "failure", "nobody answers")
        .expect("topics", "skipped", "")
        .expect("registry", "failure", "does not answer");
    assertThat(dead.fix("broker")).contains("skewline broker");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(data, port);
        EmbeddedRegistry registry = EmbeddedRegistry.start(registryPort)) {
      Run again = doctor(file);
      again.expect("broker", "ok", "1 broker(s)").expect("registry", "ok", registry.url());
      again.expect("topics", "failure", "do not exist, or");
      assertThat(kafka.port()).isEqualTo(port);
      carryOut(again.fix("topics"));
      doctor(file).expect("topics", "ok", "");
    }
  }

  @Test
  void shouldMendTopicsAndTheirSettings() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2);
        Admin admin = Admin.create(StreamsSettings.client(cluster.app))) {
      admin.deleteTopics(List.of("it.video")).all().get();
      awaitGone(admin, "it.video");
      cluster.kafka.createTopic("it.video", 3);
      Run odd = doctor(cluster.file).expect("topics", "failure", "it.video=3");
      assertThat(odd.fix("topics")).contains("--delete --topic 'it.video'");
      admin.deleteTopics(List.of("it.video")).all().get();
      awaitGone(admin, "it.video");
      carryOut(odd.fix("topics").replaceAll(" {2}#.*", ""));
      doctor(cluster.file).expect("topics", "ok", "2 partitions each");

      cluster.kafka.createTopic("it-align-changelog", 5);
      Run other = doctor(cluster.file).expect("topics", "failure", "it-align-changelog");
      assertThat(other.fix("topics")).contains("--delete --topic 'it-align-changelog'");
      admin.deleteTopics(List.of("it-align-changelog")).all().get();
      awaitGone(admin, "it-align-changelog");
      doctor(cluster.file).expect("topics", "ok", "");

      doctor(cluster.file).expect("settings", "ok", "");
      set(admin, "it.audio", Map.of("retention.ms", "60000", "cleanup.policy", "compact"));
      set(admin, "it.models", Map.of("cleanup.policy", "delete"));
      set(admin, "it.examples", Map.of("max.message.bytes", "2000"));
      Run wrong =
          doctor(cluster.file)
              .expect("settings", "failure", "it.audio has retention.ms=60000")
              .expect("settings", "failure", "it.audio has cleanup.policy=compact")
              .expect("settings", "failure", "it.models has cleanup.policy=delete")
              .expect("settings", "failure", "it.examples has max.message.bytes=2000");
      carryOut(wrong.fix("settings"));
      doctor(cluster.file).expect("settings", "ok", "");
    }
  }

  private static void awaitGone(Admin admin, String topic) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !admin.listTopics().names().get().contains(topic));
  }

  private static void set(Admin admin, String topic, Map<String, String> settings)
      throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    changes.put(
        new ConfigResource(ConfigResource.Type.TOPIC, topic),
        settings.entrySet().stream()
            .map(
                e ->
                    new AlterConfigOp(
                        new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
            .toList());
    admin.incrementalAlterConfigs(changes).all().get();
  }

  @Test
  void shouldMendSizesMemoryAndTimeOuts() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2)) {
      List<String> set =
          new ArrayList<>(List.of("streams.audio.layers=8", "streams.audio.width=65536"));
      Run large = doctor(cluster.file, set.toArray(String[]::new));
      large.expect("sizes", "failure", "rejects it unread");
      large.findings().stream()
          .filter(one -> one.get("check").asText().equals("sizes"))
          .forEach(one -> set.add(setting(one.get("fix").asText())));
      assertThat(set).hasSize(4);
      doctor(cluster.file, set.toArray(String[]::new)).expect("sizes", "ok", "2,09");

      Run bounded =
          doctor(cluster.file, "align.limits.stateBytes=1MB")
              .expect("memory", "failure", "align.limits.stateBytes");
      String mended = setting(bounded.fix("memory"));
      assertThat(doctor(cluster.file, mended, "align.limits.bytesPerTask=20MB").levelOf("memory"))
          .isEqualTo("ok");
      Path blocked = Files.writeString(dir.resolve("file"), "");
      doctor(cluster.file, "kafka.state.dir=" + blocked.resolve("state"))
          .expect("memory", "failure", "cannot be written");

      for (String key : List.of("session.timeout.ms", "producer.transaction.timeout.ms")) {
        Run slow =
            doctor(cluster.file, "kafka." + key + "=3600000").expect("group", "failure", key);
        doctor(cluster.file, setting(slow.fix("group"))).expect("group", "ok", "dynamic member");
      }
      Run hasty = doctor(cluster.file, "kafka.group.instance.id=a");
      hasty.expect("group", "warning", "a static member that restarts");
      doctor(cluster.file, "kafka.group.instance.id=a", setting(hasty.fix("group")))
          .expect("group", "ok", "static member");
    }
  }

  @Test
  void shouldMendSubjects() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2)) {
      String versions = cluster.registry.url() + "/subjects/it.audio-value/versions";
      String other =
          "{\"schema\": \"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Other\\\",\\\"fields\\\":[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"int\\\"}]}\"}";
      assertThat(send("POST", versions, other)).isEqualTo(200);
      Run refused = doctor(cluster.file).expect("registry", "failure", "it.audio-value holds");
      Matcher curl = Pattern.compile("-X DELETE (\\S+)").matcher(refused.fix("registry"));
      assertThat(curl.find()).isTrue();
      assertThat(send("DELETE", curl.group(1), "")).isEqualTo(200);
      doctor(cluster.file).expect("registry", "ok", "");

      String strict = "registry.auto.register.schemas=false";
      Run missing = doctor(cluster.file, strict).expect("registry", "failure", "lacks the schema");
      Pattern post = Pattern.compile("jq -Rs '\\{schema: \\.}' (\\S+) .* (http\\S+)$");
      for (JsonNode one : missing.findings()) {
        Matcher command = post.matcher(one.get("fix").asText());
        if (command.find()) {
          String schema = Files.readString(Path.of(command.group(1)));
          String body = new ObjectMapper().writeValueAsString(Map.of("schema", schema));
          assertThat(send("POST", command.group(2), body)).isEqualTo(200);
        }
      }
      doctor(cluster.file, strict).expect("registry", "ok", "");
    }
  }

  private static int send(String method, String url, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void shouldMendClocksAndModels() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 1);
        FramePublisher frames = Publishers.connect(cluster.app)) {
      doctor(cluster.file).expect("model", "warning", "no model yet");
      frames(frames, 1, Duration.ofHours(1));
      doctor(cluster.file).expect("clocks", "failure", "ahead of this machine's clock");
      frames(frames, 30, Duration.ZERO);
      doctor(cluster.file).expect("clocks", "ok", "after their event time");

      doctor(cluster.file, "models.version=7").expect("model", "failure", "models.version is 7");
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
        cluster.publish(publisher, cluster.bundle(2));
        doctor(cluster.file).expect("model", "ok", "version 2");
        cluster.publish(publisher, cluster.bundle(3, wider(cluster)));
      }
      Run unfit = doctor(cluster.file).expect("model", "failure", "cannot serve");
      carryOut(unfit.fix("model").substring(0, unfit.fix("model").indexOf(", or")));
      doctor(cluster.file).expect("model", "ok", "version 2");
    }
  }

  /** For frames of three layers. */
  private static SsfnShape wider(TestCluster cluster) {
    SsfnShape shape = cluster.app.train().fit().shape();
    List<ModalitySpec> specs =
        shape.modalities().stream().map(s -> new ModalitySpec(s.modality(), 3, s.width())).toList();
    return new SsfnShape(
        shape.task(), specs, shape.plan(), shape.block(), shape.width(), shape.combine());
  }

  private static void frames(FramePublisher publisher, int count, Duration ahead) {
    StreamId stream = new StreamId("s");
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      long micros = (System.currentTimeMillis() + ahead.toMillis()) * 1000;
      for (var modality : List.of(TestCluster.AUDIO, TestCluster.VIDEO)) {
        long sequence = publisher.nextSequence(stream, modality);
        publisher.publish(TestCluster.frame(stream, modality, micros, sequence, true, random));
      }
    }
    publisher.flush();
  }

  @Test
  void shouldMendAclsAndReplication() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2)) {
      Map<String, String> secured =
          Map.of(
              "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
              "allow.everyone.if.no.acl.found", "true",
              "transaction.state.log.replication.factor", "3");
      int port;
      Path data = Files.createDirectories(dir.resolve("secured"));
      try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.in(data).with(secured))) {
        port = kafka.port();
        Run alone =
            doctor(cluster.file, "kafka.bootstrap.servers=" + kafka.bootstrapServers())
                .expect("broker", "failure", "__transaction_state cannot be made");
        assertThat(alone.fix("broker")).contains("transaction.state.log.replication.factor=1");
      }
      Map<String, String> mended = new HashMap<>(secured);
      mended.put("transaction.state.log.replication.factor", "1");
      try (EmbeddedKafka kafka =
              EmbeddedKafka.start(EmbeddedKafkaOptions.in(data).onPorts(port, 0).with(mended));
          Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        String there = "kafka.bootstrap.servers=" + kafka.bootstrapServers();
        doctor(cluster.file, there).expect("broker", "ok", "");
        cluster.app(2, there);
        doctor(cluster.file, there).expect("acls", "ok", "");
        allow(admin, "it.predictions", "User:somebody", AclOperation.WRITE);
        Run denied = doctor(cluster.file, there).expect("acls", "failure", "it.predictions");
        assertThat(denied.fix("acls")).contains("--add").contains("--topic it.predictions");
        allow(admin, "it.predictions", "User:ANONYMOUS", AclOperation.ALL);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> doctor(cluster.file, there).levelOf("acls").equals("ok"));
      }
    }
  }

  private static void allow(Admin admin, String topic, String principal, AclOperation operation)
      throws Exception {
    admin
        .createAcls(
            List.of(
                new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                    new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW))))
        .all()
        .get();
  }
}
