// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import onnx.Onnx.TensorProto.DataType;

/**
 * A bundle as an ONNX model. Inputs: per layer that the plan reads {@code modality.layer}, rows ×
 * width floats as they come from the encoder, and {@code present}, rows × modalities of 0 or 1;
 * rows of what is not present are ignored. Outputs: {@code output} (logits, or the standardised
 * value), {@code agreement} where the bundle tells it (NaN in rows that lack a modality), and what
 * a user reads: {@code scores}, or {@code value}, {@code low} and {@code high}.
 */
final class OnnxExport {
  static final String PRESENT = "present";
  static final String OUTPUT = "output";
  static final String AGREEMENT = "agreement";

  private final SsfnModel.Parts parts;
  private final SsfnShape shape;
  private final OnnxGraph graph = new OnnxGraph();
  private final OnnxLayers layers;
  private final OnnxMixers mixers;

  /** How it is written. */
  enum Form {
    /** One product less per co-attention, both directions as one matrix: for speed. */
    FOLDED,
    /** As the formulas stand. */
    NAIVE
  }

  private OnnxExport(SsfnModel.Parts parts, Form form) {
    this.parts = parts;
    this.shape = parts.shape();
    SsfnWeights weights = form == Form.FOLDED ? parts.weights().folded() : parts.weights();
    this.layers = new OnnxLayers(graph, weights);
    this.mixers = new OnnxMixers(shape, weights, layers);
  }

  /** With everything that a user of the model wants to know. */
  static byte[] whole(BundleManifest manifest, String hash, SsfnModel.Parts parts, Form form) {
    OnnxExport export = new OnnxExport(parts, form);
    export.calibrate(export.build());
    return export.graph.bytes(manifest.version(), metadata(manifest, hash));
  }

  /** With the outputs that an engine reads. */
  static byte[] forEngine(SsfnModel.Parts parts, Form form) {
    OnnxExport export = new OnnxExport(parts, form);
    export.build();
    return export.graph.bytes(0, Map.of());
  }

  static String input(SsfnShape shape, SsfnShape.Slot slot) {
    return shape.modalities().get(slot.modality()).modality().name() + "." + slot.layer();
  }

  private String build() {
    String present = graph.input(PRESENT, shape.modalities().size());
    String[] projected = projections(present);
    String pooled = mixers.mix(projected, present);
    String output = layers.linear("head", layers.join(pooled, present));
    graph.output(OUTPUT, output, shape.outputs());
    parts.agreement().ifPresent(a -> agree(a, mixers.means(projected), present));
    return output;
  }

  private String[] projections(String present) {
    List<SsfnShape.Slot> slots = shape.slots();
    String[] projected = new String[slots.size()];
    for (int s = 0; s < projected.length; s++) {
      SsfnShape.Slot slot = slots.get(s);
      String raw = graph.input(input(shape, slot), slot.width());
      String name = "project." + slot.name();
      String h =
          layers.linear(name, "project.bias." + slot.name(), standardised(raw, s, slot.name()));
      String there =
          graph.op("Greater", layers.column(present, slot.modality()), graph.scalar(0.5f));
      projected[s] = graph.op("Where", there, h, layers.row("mask." + slot.modality()));
    }
    return projected;
  }

  private String standardised(String raw, int slot, String name) {
    Normaliser normaliser = parts.normalisers()[slot];
    String centred = graph.op("Sub", raw, graph.vector("mean." + name, normaliser.mean()));
    String z = graph.op("Mul", centred, graph.vector("scale." + name, normaliser.scale()));
    return graph.op("Clip", z, graph.scalar(-Normaliser.LIMIT), graph.scalar(Normaliser.LIMIT));
  }

  /** T of the modalities' means, then where it lies among the quantiles: {@link Agreement#of}. */
  private void agree(Agreement agreement, String[] means, String present) {
    OnnxLayers own = new OnnxLayers(graph, agreement.statistic());
    String t = own.relu(own.linear("statistic.0", own.join(means)));
    t = own.linear("statistic.2", own.relu(own.linear("statistic.1", t)));
    float[] quantiles = agreement.quantiles();
    int steps = quantiles.length - 1;
    float[] below = Arrays.copyOf(quantiles, steps);
    float[] slopes = new float[steps];
    for (int q = 0; q < steps; q++) {
      slopes[q] = Math.min(Float.MAX_VALUE, 1 / (quantiles[q + 1] - quantiles[q]));
    }
    String over = graph.op("Sub", t, graph.vector("quantiles.below", below));
    String along = graph.op("Mul", over, graph.vector("quantiles.slopes", slopes));
    String part = graph.op("Clip", along, graph.scalar(0), graph.scalar(1));
    String passed = graph.op("ReduceSum", Map.of("keepdims", 1), part, graph.longs(1));
    graph.output(AGREEMENT, whereWhole(layers.scaled(passed, 1f / steps), present), 1);
  }

  private String whereWhole(String value, String present) {
    int all = shape.modalities().size();
    String some = graph.op("ReduceSum", Map.of("keepdims", 1), present, graph.longs(1));
    String whole = graph.op("Greater", some, graph.scalar(all - 0.5f));
    return graph.op("Where", whole, value, graph.scalar(Float.NaN));
  }

  private void calibrate(String output) {
    Calibration calibration = parts.calibration();
    String subset = subset();
    if (!(shape.task() instanceof Task.Regression)) {
      String temperature = bySubset("temperatures", calibration::temperature, subset);
      String scores = graph.op("Softmax", Map.of("axis", 1), graph.op("Div", output, temperature));
      graph.output("scores", scores, shape.outputs());
      return;
    }
    String deviation = graph.scalar((float) calibration.deviation());
    String mean = graph.scalar((float) calibration.mean());
    String value = graph.op("Add", graph.op("Mul", output, deviation), mean);
    String half = bySubset("halfWidths", calibration::halfWidth, subset);
    graph.output("value", value, 1);
    graph.output("low", graph.op("Sub", value, half), 1);
    graph.output("high", graph.op("Add", value, half), 1);
  }

  /** Bit m for modality m, rows × 1. */
  private String subset() {
    int modalities = shape.modalities().size();
    Matrix bits = new Matrix(modalities, 1);
    for (int m = 0; m < modalities; m++) {
      bits.set(m, 0, 1 << m);
    }
    String number = graph.op("MatMul", PRESENT, graph.matrix("subset.bits", bits));
    return graph.op("Cast", Map.of("to", DataType.INT64_VALUE), number);
  }

  private String bySubset(String name, IntToDoubleFunction value, String subset) {
    float[] values = new float[1 << shape.modalities().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return graph.op("Gather", graph.vector(name, values), subset);
  }

  private static Map<String, String> metadata(BundleManifest manifest, String hash) {
    Map<String, String> all = new TreeMap<>();
    all.put("skewline.version", String.valueOf(manifest.version()));
    all.put("skewline.hash", hash);
    all.put("skewline.plan", manifest.plan().name());
    all.put("skewline.block", manifest.block());
    all.put(
        "skewline.modalities",
        manifest.modalities().stream()
            .map(spec -> spec.modality().name())
            .collect(Collectors.joining(",")));
    if (!manifest.task().labels().isEmpty()) {
      all.put("skewline.labels", String.join(",", manifest.task().labels()));
    }
    return all;
  }
}
