// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/** The parts that several blocks are made of, as operators over the weights of one bundle. */
final class OnnxLayers {
  private static final Map<String, Integer> BY_COLUMN = Map.of("axis", 1);

  private final OnnxGraph graph;
  private final SsfnWeights weights;

  OnnxLayers(OnnxGraph graph, SsfnWeights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  OnnxGraph graph() {
    return graph;
  }

  Matrix weight(String name) {
    return weights.get(name);
  }

  boolean has(String name) {
    return weights.get(name) != null;
  }

  /** in · W + bias. */
  String linear(String name, String in) {
    return linear(name, name + ".bias", in);
  }

  String linear(String name, String bias, String in) {
    return graph.op("Gemm", in, constant(name), row(bias));
  }

  private String constant(String name) {
    return graph.matrix(name, weight(name));
  }

  /** A tensor of one row, as a vector. */
  String row(String name) {
    return graph.vector(name, weight(name).toArray());
  }

  String norm(String name, String in) {
    return graph.op(
        "LayerNormalization",
        Map.of("axis", -1, "epsilon", LayerNorm.EPSILON),
        in,
        row(name + ".gain"),
        row(name + ".shift"));
  }

  String relu(String in) {
    return graph.op("Relu", in);
  }

  /** Side by side. */
  String join(String... parts) {
    return parts.length == 1 ? parts[0] : graph.op("Concat", BY_COLUMN, parts);
  }

  /** One column, still a matrix. */
  String column(String in, int column) {
    return graph.op("Gather", BY_COLUMN, in, graph.longs(column));
  }

  String scaled(String in, float factor) {
    return factor == 1 ? in : graph.op("Mul", in, graph.scalar(factor));
  }

  String sum(String... parts) {
    return parts.length == 1 ? parts[0] : graph.op("Sum", parts);
  }
}
