// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A manifest as JSON, always in the same order: the same manifest gives the same bytes. */
final class ManifestJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLASSIFICATION = "classification";
  private static final String REGRESSION = "regression";

  private ManifestJson() {}

  static byte[] write(BundleManifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", manifest.version());
    root.put("parentHash", manifest.parentHash());
    writeTask(manifest.task(), root.putObject("task"));
    ArrayNode modalities = root.putArray("modalities");
    for (ModalitySpec spec : manifest.modalities()) {
      ObjectNode node = modalities.addObject().put("name", spec.modality().name());
      node.put("layers", spec.layers()).put("width", spec.width());
    }
    ObjectNode plan = root.putObject("plan").put("name", manifest.plan().name());
    ArrayNode pairs = plan.putArray("pairs");
    for (LayerPair pair : manifest.plan().pairs()) {
      ObjectNode node = pairs.addObject().put("first", pair.first().name());
      node.put("firstLayer", pair.firstLayer());
      node.put("second", pair.second().name()).put("secondLayer", pair.secondLayer());
    }
    root.put("block", manifest.block()).put("width", manifest.width());
    ObjectNode metrics = root.putObject("metrics");
    new TreeMap<>(manifest.metrics())
        .forEach((name, metric) -> writeMetric(metric, metrics.putObject(name)));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can be written", e);
    }
  }

  private static void writeTask(Task task, ObjectNode to) {
    if (task instanceof Task.Classification classification) {
      ArrayNode labels = to.put("kind", CLASSIFICATION).putArray("labels");
      classification.labels().forEach(labels::add);
    } else {
      to.put("kind", REGRESSION);
    }
  }

  private static void writeMetric(Metric metric, ObjectNode to) {
    to.put("value", metric.value()).put("low", metric.low());
    to.put("high", metric.high()).put("n", metric.n());
  }

  /**
   * @throws IllegalArgumentException naming the field that is missing or wrong
   */
  static BundleManifest read(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("the manifest is not JSON: " + e.getMessage(), e);
    }
    return new BundleManifest(
        field(root, "version").longValue(),
        text(root, "parentHash"),
        readTask(field(root, "task")),
        readModalities(field(root, "modalities")),
        readPlan(field(root, "plan")),
        text(root, "block"),
        number(root, "width"),
        readMetrics(field(root, "metrics")));
  }

  private static Task readTask(JsonNode node) {
    String kind = text(node, "kind");
    if (kind.equals(REGRESSION)) {
      return new Task.Regression();
    }
    if (!kind.equals(CLASSIFICATION)) {
      throw new IllegalArgumentException("the manifest's task is unknown: " + kind);
    }
    List<String> labels = new ArrayList<>();
    field(node, "labels").forEach(label -> labels.add(label.asText()));
    return new Task.Classification(labels);
  }

  private static List<ModalitySpec> readModalities(JsonNode node) {
    List<ModalitySpec> specs = new ArrayList<>();
    for (JsonNode spec : node) {
      specs.add(
          new ModalitySpec(
              new Modality(text(spec, "name")), number(spec, "layers"), number(spec, "width")));
    }
    return specs;
  }

  private static FusionPlan readPlan(JsonNode node) {
    List<LayerPair> pairs = new ArrayList<>();
    for (JsonNode pair : field(node, "pairs")) {
      pairs.add(
          new LayerPair(
              new Modality(text(pair, "first")),
              number(pair, "firstLayer"),
              new Modality(text(pair, "second")),
              number(pair, "secondLayer")));
    }
    return new FusionPlan(text(node, "name"), pairs);
  }

  private static Map<String, Metric> readMetrics(JsonNode node) {
    Map<String, Metric> metrics = new TreeMap<>();
    node.fields()
        .forEachRemaining(
            entry -> {
              JsonNode metric = entry.getValue();
              metrics.put(
                  entry.getKey(),
                  new Metric(
                      field(metric, "value").doubleValue(),
                      field(metric, "low").doubleValue(),
                      field(metric, "high").doubleValue(),
                      field(metric, "n").longValue()));
            });
    return metrics;
  }

  private static JsonNode field(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException("the manifest lacks '" + name + "'");
    }
    return field;
  }

  private static String text(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (!field.isTextual()) {
      throw new IllegalArgumentException("'" + name + "' in the manifest is not text: " + field);
    }
    return field.textValue();
  }

  private static int number(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (!field.canConvertToInt()) {
      throw new IllegalArgumentException("'" + name + "' in the manifest is no integer: " + field);
    }
    return field.intValue();
  }
}
