// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documents are what the Kubernetes API takes, all of them are used, and each finds the next.
 */
class KubernetesManifestsTest {
  private record Selection(String name, Map<String, String> labels) {
    Selection(HasMetadata one, Map<String, String> labels) {
      this(one.getMetadata().getName(), labels);
    }

    Selection(HasMetadata one, LabelSelector selector) {
      this(one, selector.getMatchLabels());
    }
  }

  @Test
  void shouldNameEveryFile() throws IOException {
    JsonNode kustomization = Manifests.tree("kustomization.yaml");
    assertThat(kustomization.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "apiVersion", "kind", "resources", "configMapGenerator", "images");
    List<String> named = new ArrayList<>(List.of("kustomization.yaml"));
    kustomization.path("resources").forEach(file -> named.add(file.asText()));
    kustomization.findValues("files").forEach(all -> all.forEach(file -> named.add(file.asText())));
    try (Stream<Path> files = Files.list(Manifests.ROOT)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
    assertThat(Manifests.all(HasMetadata.class)).extracting(HasMetadata::getKind).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource({
    "minReadySeconds: 10, minReadySecond: 10", // a key of no type
    "maxSurge: 1, maxSurges: 1", // deeper
    "containerPort: 8080, containerPorts: 8080", // in a list
    "drop: [ALL], drops: [ALL]",
    "replicas: 2, replicas: two",
    "replicas: 2, replicas: '\"2\"'",
    "app.kubernetes.io/component: processor, app.kubernetes.io/component: 5",
    "automountServiceAccountToken: false, automountServiceAccountToken: '\"false\"'",
    "replicas: 2, 'replicas: 2\n  replicas: 3'",
    "apps/v1, apps/v1beta1",
    "kind: Service, kind: Servce",
  })
  void shouldRefuseWhatTheApiDoesNotKnow(String right, String wrong) throws IOException {
    String good = Files.readString(Manifests.ROOT.resolve("processor.yaml"));
    assertThat(Manifests.parse(good)).hasSize(3);
    assertThat(good).contains(right);
    assertThatThrownBy(() -> Manifests.parse(good.replace(right, wrong)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldSelectTheirOwnPods() throws IOException {
    List<Selection> selections = new ArrayList<>();
    Manifests.all(Service.class)
        .forEach(one -> selections.add(new Selection(one, one.getSpec().getSelector())));
    Manifests.all(PodDisruptionBudget.class)
        .forEach(one -> selections.add(new Selection(one, one.getSpec().getSelector())));
    for (StatefulSet one : Manifests.all(StatefulSet.class)) {
      selections.add(new Selection(one, one.getSpec().getSelector()));
      assertThat(Manifests.all(Service.class))
          .extracting(service -> service.getMetadata().getName())
          .contains(one.getSpec().getServiceName());
    }
    for (Deployment one : Manifests.all(Deployment.class)) {
      selections.add(new Selection(one, one.getSpec().getSelector()));
      one.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().stream()
          .map(spread -> new Selection(one, spread.getLabelSelector()))
          .forEach(selections::add);
    }
    assertThat(selections).hasSize(7);
    for (Selection one : selections) {
      assertThat(Manifests.selected(one.labels())).as("by %s", one).containsExactly(one.name());
    }
  }
}
