// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.List;

/** A certificate as JSON within a bundle's header. */
final class CertificateFormat {
  private CertificateFormat() {}

  static ObjectNode write(ObjectMapper mapper, Certificate certificate) {
    ObjectNode root = mapper.createObjectNode().put("measure", certificate.measure());
    ArrayNode points = root.putArray("points");
    for (Point point : certificate.points()) {
      ObjectNode node = points.addObject().put("condition", point.condition().label());
      ArrayNode modalities = node.putArray("modalities");
      point.modalities().forEach(modality -> modalities.add(modality.name()));
      node.put("level", point.level()).put("power", point.power());
      node.set("score", mapper.valueToTree(point.score()));
    }
    return root;
  }

  /**
   * @param root absent in bundles of older formats
   */
  static Certificate read(JsonNode root) {
    List<Point> points = new ArrayList<>();
    for (JsonNode node : root.path("points")) {
      List<Modality> modalities = new ArrayList<>();
      node.path("modalities").forEach(name -> modalities.add(new Modality(name.asText())));
      points.add(
          new Point(
              Condition.of(node.path("condition").asText()),
              modalities,
              node.path("level").asDouble(),
              node.path("power").asDouble(),
              BundleFormat.metric(node.path("score"))));
    }
    return new Certificate(root.path("measure").asText(""), points);
  }
}
