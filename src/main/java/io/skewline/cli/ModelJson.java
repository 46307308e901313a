// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.ModelDecision;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelCatalog.Entry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Models as JSON, for programs; times are ISO 8601, sizes in bytes. */
final class ModelJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ModelJson() {}

  static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is JSON", e);
    }
  }

  static ArrayNode array() {
    return JSON.createArrayNode();
  }

  /** As it lies on the topic. */
  static ObjectNode entry(Entry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", entry.version());
    json.put("hash", entry.hash());
    ArrayNode roles = json.putArray("roles");
    for (Role role : entry.roles()) {
      roles.add(role.name().toLowerCase(Locale.ROOT));
    }
    json.put("kept", entry.kept());
    json.put("sizeBytes", entry.sizeBytes());
    json.put("parts", entry.parts());
    json.put("partsWanted", entry.wanted());
    json.put("whole", entry.whole());
    json.put("location", entry.location());
    entry.activated().ifPresent(at -> json.put("activated", at.toString()));
    entry
        .activation()
        .ifPresent(a -> json.put("reason", a.reason()).put("signer", a.signature().signer()));
    return json;
  }

  /** What it says of itself. */
  static ObjectNode manifest(BundleManifest manifest) {
    ObjectNode json = JSON.createObjectNode();
    json.put("parent", manifest.parentHash());
    json.set("task", JSON.valueToTree(manifest.task()));
    ArrayNode modalities = json.putArray("modalities");
    manifest
        .modalities()
        .forEach(
            spec ->
                modalities
                    .addObject()
                    .put("modality", spec.modality().name())
                    .put("layers", spec.layers())
                    .put("width", spec.width()));
    json.put("plan", manifest.plan().name());
    ArrayNode pairs = json.putArray("pairs");
    manifest.plan().pairs().forEach(pair -> pairs.add(pair.toString()));
    ObjectNode layers = json.putObject("layers");
    FrameLayers.of(manifest.plan(), manifest.modalities())
        .byModality()
        .forEach((modality, read) -> read.forEach(layers.withArray(modality.name())::add));
    json.put("block", manifest.block());
    json.put("width", manifest.width());
    json.put("combine", manifest.combine());
    json.put("objective", manifest.objective());
    json.set("metrics", metrics(manifest.metrics()));
    json.put("certified", manifest.certificate().measure());
    json.set("certificate", certificate(manifest.certificate()));
    return json;
  }

  private static ArrayNode certificate(Certificate certificate) {
    ArrayNode points = array();
    for (Certificate.Point point : certificate.points()) {
      ObjectNode json = points.addObject();
      json.put("condition", point.condition().label());
      ArrayNode modalities = json.putArray("modalities");
      point.modalities().forEach(modality -> modalities.add(modality.name()));
      json.put("level", point.level());
      json.put("power", point.power());
      json.set("score", JSON.valueToTree(point.score()));
    }
    return points;
  }

  static ObjectNode metrics(Map<String, Metric> metrics) {
    return JSON.valueToTree(new TreeMap<>(metrics));
  }

  static ObjectNode decision(DecisionLog.Entry entry) {
    ModelDecision decision = entry.decision();
    ObjectNode json = JSON.createObjectNode();
    json.put("at", entry.at().toString());
    json.put("verdict", decision.verdict().label());
    json.put("by", decision.by().label());
    json.put("againstVersion", decision.againstVersion());
    json.put("againstHash", decision.againstHash());
    json.put("reason", decision.reason());
    json.set("numbers", metrics(decision.numbers()));
    return json;
  }
}
