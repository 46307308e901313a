// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.BundleSignature;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.ModelDecision;
import io.skewline.models.BundleFile;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelPublisher;
import io.skewline.models.TestKeys;
import io.skewline.topology.StreamsSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** All of {@code skewline models}, as a user goes through it; prints what the user sees. */
class ModelsCommandIT {
  @TempDir private Path dir;

  private TestCluster cluster;
  private String out = "";
  private String err = "";

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(dir, 1);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private int run(String command, String... args) {
    StringWriter written = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(written, true)).setErr(new PrintWriter(errors, true));
    List<String> words = new ArrayList<>(List.of("models", command, cluster.file.toString()));
    words.addAll(Arrays.asList(args));
    int code = line.execute(words.toArray(String[]::new));
    out = written.toString();
    err = errors.toString();
    System.out.printf(
        "$ skewline models %s it.yaml %s%n%s%s", command, String.join(" ", args), out, err);
    return code;
  }

  private void refused(String message) {
    assertThat(err.lines()).singleElement().asString().startsWith("skewline: ").contains(message);
  }

  private static String brief(Bundle bundle) {
    return bundle.hash().substring(0, 12);
  }

  /** What was decided, oldest first. */
  private List<String> decisions() {
    try (DecisionLog log =
        new DecisionLog(
            cluster.app.models(),
            cluster.codecs.decisions(),
            StreamsSettings.client(cluster.app))) {
      return log.read().stream().map(DecisionLog.Entry::decision).map(this::text).toList();
    }
  }

  private String text(ModelDecision d) {
    return "%s %s %d/%d %s"
        .formatted(
            d.by().label(), d.verdict().label(), d.version(), d.againstVersion(), d.reason());
  }

  @Test
  void shouldListShowCompareAndChangeWhatServes() throws Exception {
    assertThat(run("list")).isZero();
    assertThat(out).contains("no model on topic it.models");
    assertThat(run("show")).isEqualTo(Main.FAILED);
    refused("no active model on topic it.models, which has none");

    Bundle first = cluster.bundle(1);
    Bundle second =
        cluster.bundle(2, cluster.app.plan(), Map.of("fused", new Metric(0.9, 0.87, 0.93, 400)));
    Bundle third =
        cluster.bundle(
            3,
            FusionPlan.pairwise(cluster.app.specs()),
            Map.of("fused", new Metric(0.91, 0.88, 0.94, 410)));
    try (ModelPublisher publisher = cluster.publisher()) {
      publisher.publish(first, Role.ACTIVE, "first");
      publisher.publish(second, Role.ACTIVE, "better");
      publisher.publish(third, Role.CANDIDATE, "to be watched");
    }

    assertThat(run("list")).isZero();
    assertThat(out.lines().skip(1).map(line -> line.split(" +")[0] + " " + line.split(" +")[2]))
        .containsExactly("3 candidate", "2 active", "1 kept");
    assertThat(out).contains(brief(first), brief(second), brief(third), "late", "pairwise");
    assertThat(out).contains("0.900 [0.870, 0.930] n=400", "0.910 [0.880, 0.940] n=410");
    assertThat(run("list", "--json")).isZero();
    JsonNode listed = new ObjectMapper().readTree(out);
    assertThat(listed).hasSize(3);
    assertThat(listed.get(1).at("/roles/0").asText()).isEqualTo("active");
    assertThat(listed.get(2).at("/kept").asBoolean()).isTrue();
    assertThat(listed.findValuesAsText("whole")).containsOnly("true");

    assertThat(run("show")).isZero();
    assertThat(out).contains(second.hash(), "better", "layers on the wire", "co-attention");
    assertThat(run("show", "--hash", third.hash().substring(0, 8), "--json")).isZero();
    JsonNode shown = new ObjectMapper().readTree(out);
    assertThat(shown.get("version").asLong()).isEqualTo(3);
    assertThat(shown.at("/layers/audio")).hasSize(2);

    assertThat(run("diff", "2", brief(third))).isZero();
    assertThat(out.lines().filter(line -> line.startsWith("plan")))
        .singleElement()
        .asString()
        .contains("late", "pairwise");
    assertThat(out).contains("layers on the wire").doesNotContain("block", "objective");
    assertThat(out.lines().filter(line -> line.startsWith("score")))
        .singleElement()
        .asString()
        .matches(
            "score fused +0\\.900 \\[0\\.870, 0\\.930\\] n=400 +0\\.910 \\[0\\.880, 0\\.940\\] n=410");

    assertThat(run("promote", "9")).isEqualTo(Main.FAILED);
    refused("no version 9 on topic it.models; it has 3 (" + brief(third) + ", candidate), 2 (");
    // Its layers are announced first, and the test does not wait for it.
    String[] atOnce = {"--set", "models.announce=0s", "--reason", "the gate was too strict"};
    assertThat(run("promote", "3", atOnce[0], atOnce[1], atOnce[2], atOnce[3])).isZero();
    assertThat(run("list")).isZero();
    assertThat(out.lines().skip(1).map(line -> line.split(" +")[0] + " " + line.split(" +")[2]))
        .startsWith("3 active", "2 kept");
    assertThat(out).contains("promoted by user: the gate was too strict");
    assertThat(run("promote", "3")).isZero();
    assertThat(out).contains("active already");

    assertThat(run("rollback", atOnce[0], atOnce[1], "--reason", "it was not")).isZero();
    assertThat(out).contains("version 2 (" + brief(second)).contains("is active again");
    assertThat(run("rollback")).isEqualTo(Main.FAILED);
    refused("3 (" + brief(third) + ", kept) was rolled back itself; --to goes there");
    assertThat(run("rollback", "--to", "2")).isEqualTo(Main.FAILED);
    refused("is what would be gone back from");
    assertThat(run("rollback", "--to", brief(third), atOnce[0], atOnce[1])).isZero();
    assertThat(run("show")).isZero();
    assertThat(out)
        .contains("version             3", "decided", "rolled_back by user", "it was not");
    assertThat(decisions())
        .containsExactly(
            "user promoted 3/2 the gate was too strict",
            "user rolled_back 3/2 it was not",
            "user rolled_back 2/3 rolled back by hand");
  }

  @Test
  void shouldCarryABundleFromOneTopicToAnother() throws Exception {
    Bundle bundle = cluster.bundle(7);
    try (ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, bundle);
    }
    Path file = dir.resolve("seven.skwf");
    assertThat(run("export", "--out", file.toString())).isZero();
    assertThat(out).contains("model version 7 (" + bundle.hash() + ")");

    String other = "models.topic=it.other";
    cluster.app(1, other);
    assertThat(run("import", file.toString(), "--set", other, "--role", "candidate")).isZero();
    assertThat(run("import", file.toString(), "--set", other, "--reason", "from the lab")).isZero();
    assertThat(run("list", "--set", other)).isZero();
    assertThat(out).contains("active+candidate", "promoted by user: from the lab");

    Path twin = dir.resolve("twin.skwf");
    Bundle same = cluster.bundle(7, FusionPlan.pairwise(cluster.app.specs()));
    Files.write(twin, new BundleFile(same.hash(), BundleSignature.NONE, same.bytes()).encode());
    assertThat(run("import", twin.toString(), "--set", other)).isEqualTo(Main.FAILED);
    refused("version 7 is taken by another bundle: 7 (" + brief(bundle));

    assertThat(run("import", file.toString(), "--set", "task.labels=[a, b, c]"))
        .isEqualTo(Main.FAILED);
    refused(file + ": wrong-schema: made for Classification");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(twin, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(run("import", twin.toString())).isEqualTo(Main.FAILED);
    refused(twin + ": truncated: ");
    bytes[bytes.length - 1] ^= 1;
    Files.write(twin, bytes);
    assertThat(run("import", twin.toString())).isEqualTo(Main.FAILED);
    refused(twin + ": hash-mismatch: ");
    Files.writeString(twin, "a model, honestly");
    assertThat(run("import", twin.toString())).isEqualTo(Main.FAILED);
    refused("bad-format: no bundle file of Skewline");
  }

  @Test
  void shouldReadModelsThatLieElsewhere() throws Exception {
    try (ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
    }
    String file = dir.resolve("one.skwf").toString();
    assertThat(run("export", "--out", file)).isZero();
    Path store = Files.createDirectory(dir.resolve("store"));
    String[] there = {
      "--set", "models.topic=it.other",
      "--set", "models.location=" + store.toUri(),
      "--set", "models.cache=" + dir.resolve("cache")
    };
    cluster.app(1, there[1]);
    assertThat(run("import", with(there, file))).isZero();
    assertThat(run("list", there)).isZero();
    assertThat(out).contains("active", "elsewhere", "late");
    assertThat(run("show", there)).isZero();
    assertThat(out).contains(store.toUri() + cluster.bundle(1).hash() + ".skwf");
    assertThat(run("show", there[0], there[1])).isEqualTo(Main.FAILED);
    refused("version 1 (" + brief(cluster.bundle(1)) + ", active): wrong-location: ");
    Files.move(store, dir.resolve("away"));
    there[5] = "models.cache=" + dir.resolve("empty");
    assertThat(run("list", there)).isZero();
    assertThat(out).contains("elsewhere", "away");
    assertThat(run("show", there)).isEqualTo(Main.FAILED);
    refused("store is not there");
  }

  private static String[] with(String[] words, String first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(Arrays.asList(words));
    return all.toArray(String[]::new);
  }

  @Test
  void shouldTakeOnlyWhatSomebodyTrustedSigned() throws Exception {
    TestKeys keys = TestKeys.in(dir, "lab");
    String trust = "models.trust=" + keys.open();
    try (ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
    }
    Path unsigned = dir.resolve("unsigned.skwf");
    Path signed = dir.resolve("signed.skwf");
    assertThat(run("export", "--out", unsigned.toString())).isZero();
    assertThat(run("export", "--out", signed.toString(), "--sign", keys.secret().toString()))
        .isZero();
    assertThat(run("show", "--set", trust)).isEqualTo(Main.FAILED);
    refused("untrusted: not signed; models.trust wants one of [lab]");
    assertThat(run("import", unsigned.toString(), "--set", trust)).isEqualTo(Main.FAILED);
    refused("untrusted: not signed");
    assertThat(run("import", signed.toString(), "--set", trust)).isZero();
    assertThat(run("show", "--set", trust)).isZero();
    assertThat(out.lines().filter(line -> line.startsWith("signed by")))
        .singleElement()
        .asString()
        .endsWith("lab-secret");
    assertThat(run("export", "--out", unsigned.toString(), "--sign", keys.open().toString()))
        .isEqualTo(Main.FAILED);
    refused("is no Ed25519 private key in PEM");
  }
}
