// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** From projected layer vectors to one vector: for each {@link Mixer} its forward pass. */
final class OnnxMixers {
  /** Far below any score, and finite. */
  private static final float NEVER = -1e30f;

  private final SsfnShape shape;
  private final SsfnWeights weights;
  private final OnnxLayers layers;
  private final OnnxGraph graph;

  OnnxMixers(SsfnShape shape, SsfnWeights weights, OnnxLayers layers) {
    this.shape = shape;
    this.weights = weights;
    this.layers = layers;
    this.graph = layers.graph();
  }

  /**
   * @param projected per slot of the shape
   * @param present rows × modalities of 0 or 1
   */
  String mix(String[] projected, String present) {
    return switch (shape.block()) {
      case EARLY -> layers.relu(layers.linear("early", layers.join(projected)));
      case MIXTURE -> decisions(means(projected), present);
      default -> pairs(projected);
    };
  }

  private String pairs(String[] projected) {
    OnnxBlocks blocks = new OnnxBlocks(layers);
    List<SsfnShape.WeightedPair> pairs = shape.pairs();
    float[] shares = PairMixer.shares(shape, weights);
    String[] fused = new String[shares.length];
    for (int i = 0; i < fused.length; i++) {
      String a = projected[pairs.get(i).firstSlot()];
      String b = projected[pairs.get(i).secondSlot()];
      fused[i] = layers.scaled(blocks.fuse(shape.block(), a, b), shares[i]);
    }
    return layers.sum(fused);
  }

  /** Per modality the mean of its projected layer vectors. */
  String[] means(String[] projected) {
    List<SsfnShape.Slot> slots = shape.slots();
    String[] means = new String[shape.modalities().size()];
    for (int m = 0; m < means.length; m++) {
      int modality = m;
      String[] own =
          IntStream.range(0, projected.length)
              .filter(s -> slots.get(s).modality() == modality)
              .mapToObj(s -> projected[s])
              .toArray(String[]::new);
      means[m] = layers.scaled(layers.sum(own), 1f / own.length);
    }
    return means;
  }

  private String decisions(String[] means, String present) {
    String[] scores = new String[means.length];
    for (int m = 0; m < means.length; m++) {
      scores[m] = layers.linear("gate." + m, means[m]);
    }
    String gates = graph.op("Softmax", Map.of("axis", 1), counted(layers.join(scores), present));
    String[] opinions = new String[means.length];
    for (int m = 0; m < means.length; m++) {
      String opinion = layers.relu(layers.linear("expert." + m, means[m]));
      opinions[m] = graph.op("Mul", opinion, layers.column(gates, m));
    }
    return layers.sum(opinions);
  }

  /** The scores of present modalities; where nothing is present, of all. */
  private String counted(String scores, String present) {
    String half = graph.scalar(0.5f);
    String some = graph.op("ReduceSum", Map.of("keepdims", 1), present, graph.longs(1));
    String counts =
        graph.op("Or", graph.op("Greater", present, half), graph.op("Less", some, half));
    return graph.op("Where", counts, scores, graph.scalar(NEVER));
  }
}
