// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Arrays;
import java.util.Map;

/** The blocks over pairs as operators: for each {@link PairBlock} its forward pass. */
final class OnnxBlocks {
  private final OnnxLayers layers;
  private final OnnxGraph graph;

  OnnxBlocks(OnnxLayers layers) {
    this.layers = layers;
    this.graph = layers.graph();
  }

  /** The fused rows of a pair of projected vectors. */
  String fuse(SsfnShape.Block block, String a, String b) {
    return switch (block) {
      case CONCAT -> layers.relu(layers.linear("concat", layers.join(a, b)));
      case CO_ATTENTION -> layers.has(SsfnWeights.FOLDED) ? folded(a, b) : naive(a, b);
      case GATED -> gated(a, b);
      case TENSOR -> tensor(a, b);
      case LOW_RANK -> lowRank(a, b);
      default -> throw new IllegalArgumentException(block + " is no block over pairs");
    };
  }

  /** Both directions as one matrix of twice the rows, as the native engine has it. */
  private String folded(String a, String b) {
    Map<String, Integer> byRow = Map.of("axis", 0);
    String queries = graph.op("Concat", byRow, a, b);
    String values = graph.op("Concat", byRow, b, a);
    String both = attended(queries, layers.linear(SsfnWeights.FOLDED, values));
    String[] halves = graph.ops("Split", 2, byRow, both);
    return mean(halves[0], halves[1]);
  }

  /** As the formulas stand: each direction by itself, value and output projection apart. */
  private String naive(String a, String b) {
    return mean(attended(a, attention(b)), attended(b, attention(a)));
  }

  private String attention(String of) {
    return layers.linear("out", layers.linear("value", of));
  }

  private String attended(String query, String attention) {
    String x = layers.norm("norm1", graph.op("Add", query, attention));
    String ff = layers.linear("ff2", layers.relu(layers.linear("ff1", x)));
    return layers.norm("norm2", graph.op("Add", x, ff));
  }

  private String mean(String x, String y) {
    return layers.scaled(graph.op("Add", x, y), 0.5f);
  }

  private String gated(String a, String b) {
    String z = graph.op("Sigmoid", layers.linear("gated.gate", layers.join(a, b)));
    String u = graph.op("Tanh", layers.linear("gated.a", a));
    String v = graph.op("Tanh", layers.linear("gated.b", b));
    // z u + (1 - z) v
    return graph.op("Add", v, graph.op("Mul", z, graph.op("Sub", u, v)));
  }

  private String tensor(String a, String b) {
    String u = graph.op("Unsqueeze", extended("tensor.a", a), graph.longs(2));
    String v = graph.op("Unsqueeze", extended("tensor.b", b), graph.longs(1));
    int inputs = layers.weight("tensor").rows;
    String product = graph.op("Reshape", graph.op("Mul", u, v), graph.longs(-1, inputs));
    return layers.relu(layers.linear("tensor", product));
  }

  /** [1; W x + bias], as a layer with one output more, whose weights are 0 and its bias 1. */
  private String extended(String name, String in) {
    Matrix w = layers.weight(name);
    Matrix wider = new Matrix(w.rows, w.cols + 1);
    float[] bias = new float[w.cols + 1];
    bias[0] = 1;
    for (int c = 0; c < w.cols; c++) {
      bias[c + 1] = layers.weight(name + ".bias").get(0, c);
      for (int r = 0; r < w.rows; r++) {
        wider.set(r, c + 1, w.get(r, c));
      }
    }
    return graph.op("Gemm", in, graph.matrix(name, wider), graph.vector(name + ".bias", bias));
  }

  private String lowRank(String a, String b) {
    int p = layers.weight("low-rank.bias").cols;
    String product = graph.op("Mul", factor("low-rank.a", a), factor("low-rank.b", b));
    String ranks =
        graph.op("Reshape", product, graph.longs(-1, layers.weight("low-rank.a").cols / p, p));
    String sum = graph.op("ReduceSum", Map.of("keepdims", 0), ranks, graph.longs(1));
    return graph.op("Add", sum, layers.row("low-rank.bias"));
  }

  /** W [1; x]: the first row of W is the bias of the others. */
  private String factor(String name, String in) {
    Matrix w = layers.weight(name);
    float[] all = w.toArray();
    float[] rest = Arrays.copyOfRange(all, w.cols, all.length);
    return graph.op(
        "Gemm",
        in,
        graph.matrix(name, Matrix.of(w.rows - 1, w.cols, rest)),
        graph.vector(name + ".bias", Arrays.copyOf(all, w.cols)));
  }
}
