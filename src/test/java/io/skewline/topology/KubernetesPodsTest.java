// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each pod: what it may do, which ports it is asked at, and that all it refers to is there. */
class KubernetesPodsTest {
  private static final IntOrString HTTP = new IntOrString("http");

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer", "skewline-topics"})
  void shouldHaveNoRightsThatItNeedsNot(String name) throws IOException {
    PodSpec pod = pod(name);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(10001);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    SecurityContext container = container(name).getSecurityContext();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isEmpty();
    assertThat(container.getPrivileged()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer"})
  void shouldBeAskedAtThePortThatItHas(String name) throws IOException {
    Container container = container(name);
    assertThat(container.getPorts()).extracting(ContainerPort::getName).containsExactly("http");
    assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    Stream.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .map(Probe::getHttpGet)
        .forEach(get -> assertThat(get.getPort()).isEqualTo(HTTP));
    for (Service service : Manifests.all(Service.class)) {
      assertThat(service.getSpec().getPorts())
          .allSatisfy(port -> assertThat(port.getTargetPort()).isEqualTo(HTTP));
    }
    for (NetworkPolicy policy : Manifests.all(NetworkPolicy.class)) {
      assertThat(policy.getSpec().getIngress())
          .allSatisfy(
              in ->
                  assertThat(in.getPorts())
                      .allSatisfy(p -> assertThat(p.getPort()).isEqualTo(HTTP)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer", "skewline-topics"})
  void shouldReferToWhatIsThere(String name) throws IOException {
    JsonNode kustomization = Manifests.tree("kustomization.yaml");
    List<String> generated = new ArrayList<>();
    kustomization
        .path("configMapGenerator")
        .forEach(map -> generated.add(map.path("name").asText()));
    Container container = container(name);
    assertThat(container.getImage()).isEqualTo(kustomization.at("/images/0/name").asText());
    assertThat(container.getEnvFrom())
        .extracting(env -> env.getConfigMapRef().getName())
        .isSubsetOf(generated);
    List<String> volumes = new ArrayList<>();
    pod(name)
        .getVolumes()
        .forEach(
            volume -> {
              volumes.add(volume.getName());
              if (volume.getConfigMap() != null) {
                assertThat(generated).contains(volume.getConfigMap().getName());
              }
              if (volume.getSecret() != null) {
                assertThat(volume.getSecret().getSecretName()).isEqualTo("skewline");
                assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
              }
              if (volume.getEmptyDir() != null) {
                assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
              }
            });
    for (StatefulSet set : Manifests.all(StatefulSet.class)) {
      if (set.getMetadata().getName().equals(name)) {
        set.getSpec()
            .getVolumeClaimTemplates()
            .forEach(claim -> volumes.add(claim.getMetadata().getName()));
      }
    }
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrderElementsOf(volumes);
  }

  private static PodSpec pod(String name) throws IOException {
    return Manifests.pods().get(name).getSpec();
  }

  private static Container container(String name) throws IOException {
    assertThat(pod(name).getInitContainers()).isEmpty();
    assertThat(pod(name).getContainers()).hasSize(1);
    return pod(name).getContainers().get(0);
  }
}
