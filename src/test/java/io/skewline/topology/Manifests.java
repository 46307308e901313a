// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ops/kubernetes holds, each document as the type of the API that it says it is. */
final class Manifests {
  static final Path ROOT = Path.of("ops/kubernetes");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.of(
              Deployment.class,
              StatefulSet.class,
              Job.class,
              Service.class,
              PodDisruptionBudget.class,
              NetworkPolicy.class,
              ServiceMonitor.class,
              PrometheusRule.class)
          .collect(Collectors.toMap(type -> HasMetadata.getKind(type), Function.identity()));

  /** As strict as an API server that is told to be so: no key and no type but the API's. */
  private static final ObjectMapper STRICT =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .annotationIntrospector(new WithoutCatchAll())
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .build();

  private Manifests() {}

  /** The types keep keys that they do not know in a map, where nobody would miss them. */
  private static final class WithoutCatchAll extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  static JsonNode tree(String file) throws IOException {
    return STRICT.readTree(Files.readString(ROOT.resolve(file)));
  }

  static List<HasMetadata> parse(String yaml) throws IOException {
    List<HasMetadata> parsed = new ArrayList<>();
    for (String document : yaml.split("(?m)^---\n")) {
      JsonNode tree = STRICT.readTree(document);
      Class<? extends HasMetadata> type = KINDS.get(tree.path("kind").asText());
      if (type == null
          || !HasMetadata.getApiVersion(type).equals(tree.path("apiVersion").asText())) {
        throw new IOException("of no kind that is known: " + document);
      }
      parsed.add(STRICT.readValue(document, type));
    }
    return parsed;
  }

  static <T> List<T> all(Class<T> type) throws IOException {
    List<T> found = new ArrayList<>();
    for (JsonNode file : tree("kustomization.yaml").path("resources")) {
      parse(Files.readString(ROOT.resolve(file.asText()))).stream()
          .filter(type::isInstance)
          .map(type::cast)
          .forEach(found::add);
    }
    return found;
  }

  /** By the name of what makes them. */
  static Map<String, PodTemplateSpec> pods() throws IOException {
    Map<String, PodTemplateSpec> pods = new TreeMap<>();
    all(Deployment.class)
        .forEach(d -> pods.put(d.getMetadata().getName(), d.getSpec().getTemplate()));
    all(StatefulSet.class)
        .forEach(s -> pods.put(s.getMetadata().getName(), s.getSpec().getTemplate()));
    all(Job.class).forEach(j -> pods.put(j.getMetadata().getName(), j.getSpec().getTemplate()));
    return pods;
  }

  /** The one container of a pod. */
  static Container container(String name) throws IOException {
    PodSpec pod = pods().get(name).getSpec();
    if (pod.getContainers().size() != 1 || !pod.getInitContainers().isEmpty()) {
      throw new IOException("not one container: " + name);
    }
    return pod.getContainers().get(0);
  }

  /** The names of the pods that have the labels. */
  static List<String> selected(Map<String, String> labels) throws IOException {
    return pods().entrySet().stream()
        .filter(pod -> has(pod.getValue().getMetadata().getLabels(), labels))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean has(Map<String, String> all, Map<String, String> labels) {
    return all.entrySet().containsAll(labels.entrySet());
  }
}
