// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifest and the calibration as JSON, keys in a fixed order: equal models, equal bytes. */
final class BundleFormat {
  static final int MAGIC = 0x534b5742; // SKWB

  /** 2: with combine, objective and agreement. 3: with a certificate. Older ones are still read. */
  static final int VERSION = 3;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private BundleFormat() {}

  static byte[] header(BundleManifest manifest, Calibration calibration) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", manifest.version());
    root.put("parent", manifest.parentHash());
    root.set("task", task(manifest.task()));
    root.set("modalities", modalities(manifest.modalities()));
    root.put("plan", manifest.plan().name());
    root.set("pairs", pairs(manifest.plan()));
    root.put("block", manifest.block());
    root.put("width", manifest.width());
    root.put("combine", manifest.combine());
    root.put("objective", manifest.objective());
    root.set("metrics", MAPPER.valueToTree(new TreeMap<>(manifest.metrics())));
    root.set("certificate", CertificateFormat.write(MAPPER, manifest.certificate()));
    root.set("temperatures", MAPPER.valueToTree(new TreeMap<>(calibration.temperatures())));
    root.set("halfWidths", MAPPER.valueToTree(new TreeMap<>(calibration.halfWidths())));
    root.put("mean", calibration.mean());
    root.put("deviation", calibration.deviation());
    try {
      return MAPPER.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings is JSON", e);
    }
  }

  private static ObjectNode task(Task task) {
    ObjectNode node = MAPPER.createObjectNode();
    if (task instanceof Task.Classification c) {
      node.put("type", "classification");
      node.set("labels", MAPPER.valueToTree(c.labels()));
    } else if (task instanceof Task.Clustering c) {
      node.put("type", "clustering").put("clusters", c.clusters());
    } else {
      node.put("type", "regression");
    }
    return node;
  }

  private static ArrayNode modalities(List<ModalitySpec> specs) {
    ArrayNode nodes = MAPPER.createArrayNode();
    for (ModalitySpec spec : specs) {
      nodes
          .addObject()
          .put("modality", spec.modality().name())
          .put("layers", spec.layers())
          .put("width", spec.width());
    }
    return nodes;
  }

  private static ArrayNode pairs(FusionPlan plan) {
    ArrayNode nodes = MAPPER.createArrayNode();
    for (LayerPair pair : plan.pairs()) {
      nodes
          .addObject()
          .put("first", pair.first().name())
          .put("firstLayer", pair.firstLayer())
          .put("second", pair.second().name())
          .put("secondLayer", pair.secondLayer());
    }
    return nodes;
  }

  /** What a header says. */
  record Header(BundleManifest manifest, Calibration calibration) {}

  /**
   * @throws IllegalArgumentException if it is not such a header
   */
  static Header parse(byte[] json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      Map<String, Metric> metrics = new HashMap<>();
      for (Map.Entry<String, JsonNode> e : root.path("metrics").properties()) {
        metrics.put(e.getKey(), metric(e.getValue()));
      }
      BundleManifest manifest =
          new BundleManifest(
              root.path("version").asLong(),
              root.path("parent").asText(),
              parseTask(root.path("task")),
              parseModalities(root.path("modalities")),
              parsePlan(root),
              root.path("block").asText(),
              root.path("width").asInt(),
              root.path("combine").asText("mean"),
              root.path("objective").asText("none"),
              metrics,
              CertificateFormat.read(root.path("certificate")));
      Calibration calibration =
          new Calibration(
              numbers(root.path("temperatures")),
              numbers(root.path("halfWidths")),
              root.path("mean").asDouble(),
              root.path("deviation").asDouble());
      return new Header(manifest, calibration);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("header is not JSON", e);
    }
  }

  static Metric metric(JsonNode node) {
    return new Metric(
        node.path("value").asDouble(),
        node.path("low").asDouble(),
        node.path("high").asDouble(),
        node.path("n").asLong());
  }

  private static Task parseTask(JsonNode node) {
    if (node.path("type").asText().equals("regression")) {
      return new Task.Regression();
    }
    if (node.path("type").asText().equals("clustering")) {
      return new Task.Clustering(node.path("clusters").asInt());
    }
    List<String> labels = new ArrayList<>();
    node.path("labels").forEach(label -> labels.add(label.asText()));
    return new Task.Classification(labels);
  }

  private static List<ModalitySpec> parseModalities(JsonNode nodes) {
    List<ModalitySpec> specs = new ArrayList<>();
    for (JsonNode node : nodes) {
      specs.add(
          new ModalitySpec(
              new Modality(node.path("modality").asText()),
              node.path("layers").asInt(),
              node.path("width").asInt()));
    }
    return specs;
  }

  private static FusionPlan parsePlan(JsonNode root) {
    List<LayerPair> pairs = new ArrayList<>();
    for (JsonNode node : root.path("pairs")) {
      pairs.add(
          new LayerPair(
              new Modality(node.path("first").asText()),
              node.path("firstLayer").asInt(),
              new Modality(node.path("second").asText()),
              node.path("secondLayer").asInt()));
    }
    return new FusionPlan(root.path("plan").asText(), pairs);
  }

  private static Map<Integer, Double> numbers(JsonNode node) {
    Map<Integer, Double> numbers = new HashMap<>();
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      numbers.put(Integer.valueOf(e.getKey()), e.getValue().asDouble());
    }
    return numbers;
  }
}
