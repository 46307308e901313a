// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster's topology file fits the pods that read it, and the secret that it documents. */
class KubernetesSettingsTest {
  private static final String SECRETS = "/run/secrets/skewline";
  private static final long MIB = 1 << 20;

  @TempDir private Path secrets;
  private FusionApp app;

  /**
   * As in a pod: the environment as generated, a file for each key that the user is told to give.
   */
  @BeforeEach
  void read() throws IOException {
    Map<String, String> environment = new HashMap<>();
    Manifests.tree("kustomization.yaml")
        .findValues("literals")
        .forEach(
            all ->
                all.forEach(
                    one ->
                        environment.put(
                            one.asText().split("=")[0], one.asText().split("=", 2)[1])));
    Matcher keys =
        Pattern.compile("--from-literal=([a-z-]+)=")
            .matcher(Files.readString(Manifests.ROOT.resolve("kustomization.yaml")));
    while (keys.find()) {
      Files.writeString(secrets.resolve(keys.group(1)), "of " + keys.group(1));
    }
    String text = Files.readString(Manifests.ROOT.resolve("topology.yaml"));
    app =
        TopologyFile.parse(
            "topology.yaml",
            text.replace(SECRETS, secrets.toString()),
            List.of(),
            environment::get);
  }

  @Test
  void shouldBeReadAsInAPod() throws IOException {
    assertThat(app.http().token()).contains("of http-token");
    assertThat(app.http().user().orElseThrow().password()).isEqualTo("of http-password");
    assertThat(app.http().openHealth()).isTrue();
    assertThat(app.http().remote()).isTrue();
    assertThat(app.kafka()).containsEntry("bootstrap.servers", "kafka-bootstrap.kafka:9092");
    ServiceMonitor monitor = Manifests.all(ServiceMonitor.class).get(0);
    SecretKeySelector key =
        monitor.getSpec().getEndpoints().get(0).getAuthorization().getCredentials();
    assertThat(key.getName()).isEqualTo("skewline");
    assertThat(app.http().token()).contains(Files.readString(secrets.resolve(key.getKey())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"processor", "trainer", "topics"})
  void shouldMountWhatTheFileNames(String name) throws IOException {
    Container container = container(name);
    assertThat(container.getArgs().get(1)).isEqualTo("/etc/skewline/topology.yaml");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/etc/skewline", SECRETS, "/tmp");
    assertThat(container.getVolumeMounts())
        .allSatisfy(
            m ->
                assertThat(m.getReadOnly() != null)
                    .isEqualTo(List.of("topology", "secrets").contains(m.getName())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"processor", "trainer"})
  void shouldKeepStateOnAVolumeAndHaveTimeToStop(String name) throws IOException {
    Path state =
        container(name).getVolumeMounts().stream()
            .filter(m -> m.getName().equals("state"))
            .map(m -> Path.of(m.getMountPath()))
            .findAny()
            .orElseThrow();
    Path learner = app.train().learner().checkpoint().orElseThrow();
    assertThat(StreamsSettings.stateDirectory(app).startsWith(state)).isTrue();
    assertThat(learner.startsWith(state)).isTrue();
    assertThat(StreamsSettings.stateDirectory(app)).isNotEqualTo(learner);
    assertThat(container(name).getPorts().get(0).getContainerPort())
        .isEqualTo(name.equals("processor") ? app.httpPort() : app.trainerPort());
    long toStop = app.shutdown().notice().plus(app.shutdown().within()).toSeconds();
    assertThat(
            Manifests.pods().get("skewline-" + name).getSpec().getTerminationGracePeriodSeconds())
        .isGreaterThan(toStop + 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"processor", "trainer"})
  void shouldFitIntoItsMemory(String name) throws IOException {
    String options =
        container(name).getEnv().stream()
            .filter(e -> e.getName().equals("SKEWLINE_OPTS"))
            .map(EnvVar::getValue)
            .findAny()
            .orElseThrow();
    long heap = bytes(options, "-Xmx(\\d+[mg])");
    long process = bytes(options, "-Dorg.bytedeco.javacpp.maxphysicalbytes=(\\d+[mg])");
    Quantity limit = container(name).getResources().getLimits().get("memory");
    assertThat(container(name).getResources().getRequests()).containsEntry("memory", limit);
    // As much beside the heap as JavaCPP allows tensors by default; then threads and code.
    assertThat(process).isGreaterThanOrEqualTo(2 * heap + 512 * MIB);
    assertThat(limit.getNumericalAmount().longValueExact())
        .isGreaterThanOrEqualTo(process + 256 * MIB);
    // As `doctor` has it, should one processor have to hold all.
    int partitions = Integer.parseInt(container("topics").getArgs().get(3));
    assertThat(StateEstimate.of(app, partitions).totalBytes()).isLessThan(heap * 7 / 10);
  }

  private static long bytes(String options, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(options);
    assertThat(found.find()).as("%s in %s", pattern, options).isTrue();
    return Pointer.parseBytes(found.group(1), 1);
  }

  private static Container container(String name) throws IOException {
    return Manifests.pods().get("skewline-" + name).getSpec().getContainers().get(0);
  }
}
