// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster's topology file fits the pods that read it, and the secret that it documents. */
class KubernetesSettingsTest {

  @TempDir private Path secrets;
  private FusionApp app;

  @BeforeEach
  void read() throws IOException {
    app = InPod.app(secrets);
  }

  @Test
  void shouldBeReadAsInAPod() throws IOException {
    assertThat(app.http().token()).contains("of http-token");
    assertThat(app.http().user().orElseThrow().password()).isEqualTo("of http-password");
    assertThat(app.http().openHealth()).isTrue();
    assertThat(app.http().remote()).isTrue();
    assertThat(app.kafka()).containsValue(InPod.environment().get("BOOTSTRAP_SERVERS"));
    ServiceMonitor monitor = Manifests.all(ServiceMonitor.class).get(0);
    SecretKeySelector key =
        monitor.getSpec().getEndpoints().get(0).getAuthorization().getCredentials();
    assertThat(key.getName()).isEqualTo("skewline");
    assertThat(app.http().token()).contains(Files.readString(secrets.resolve(key.getKey())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer", "skewline-topics"})
  void shouldMountWhatTheFileNames(String name) throws IOException {
    Container container = Manifests.container(name);
    assertThat(container.getArgs().get(1)).isEqualTo("/etc/skewline/topology.yaml");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/etc/skewline", InPod.SECRETS, "/tmp");
    assertThat(container.getVolumeMounts())
        .allSatisfy(
            m ->
                assertThat(m.getReadOnly() != null)
                    .isEqualTo(List.of("topology", "secrets").contains(m.getName())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer"})
  void shouldKeepStateOnAVolumeAndHaveTimeToStop(String name) throws IOException {
    Path state =
        Manifests.container(name).getVolumeMounts().stream()
            .filter(m -> m.getName().equals("state"))
            .map(m -> Path.of(m.getMountPath()))
            .findAny()
            .orElseThrow();
    Path learner = app.train().learner().checkpoint().orElseThrow();
    assertThat(StreamsSettings.stateDirectory(app).startsWith(state)).isTrue();
    assertThat(learner.startsWith(state)).isTrue();
    assertThat(StreamsSettings.stateDirectory(app)).isNotEqualTo(learner);
    assertThat(Manifests.container(name).getPorts().get(0).getContainerPort())
        .isEqualTo(name.equals("skewline-processor") ? app.httpPort() : app.trainerPort());
    long toStop = app.shutdown().notice().plus(app.shutdown().within()).toSeconds();
    assertThat(Manifests.pods().get(name).getSpec().getTerminationGracePeriodSeconds())
        .isGreaterThan(toStop + 5);
  }
}
