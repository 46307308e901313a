// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each pod: what it may do, and that all it refers to is there. */
class KubernetesPodsTest {
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
    SecurityContext container = Manifests.container(name).getSecurityContext();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isEmpty();
    assertThat(container.getPrivileged()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer", "skewline-topics"})
  void shouldReferToWhatIsThere(String name) throws IOException {
    JsonNode kustomization = Manifests.tree("kustomization.yaml");
    List<String> generated = new ArrayList<>();
    kustomization
        .path("configMapGenerator")
        .forEach(map -> generated.add(map.path("name").asText()));
    Container container = Manifests.container(name);
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
}
