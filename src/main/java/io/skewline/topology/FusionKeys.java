// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.network.EngineSettings;
import io.skewline.network.SsfnShape;
import io.skewline.topology.Kinds.Pairs;
import java.time.Duration;
import java.util.List;

/** The keys of {@code fusion}. */
final class FusionKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> PLAN =
      LIST.of(
          "fusion.plan",
          "skew-pair",
          Kinds.choice("late", "pairwise", "skew-pair", "explicit", Plans.AUTO),
          "which layer pairs are fused; auto: the trainer chooses, so frames must carry all layers");
  static final Key<Integer> SKEW =
      LIST.of(
          "fusion.skew",
          "0",
          Kinds.integer(-255, 255),
          "d = i - j of skew-pair: above 0 keeps A deep, below 0 B");
  static final Key<Pairs> PAIRS =
      LIST.of("fusion.pairs", "1", Kinds.pairs(), "k of skew-pair, or the pairs of explicit");
  static final Key<String> PLAN_ANCHOR =
      LIST.of(
          "fusion.anchor",
          "top",
          Kinds.choice("top", "bottom"),
          "from which end pairwise and skew-pair count layers");
  static final Key<String> BLOCK =
      LIST.of(
          "fusion.block",
          "co-attention",
          Kinds.choice(SsfnShape.Block.labels().toArray(String[]::new)),
          "the block that fuses a pair; early and mixture take all layers of the plan at once");
  static final Key<String> COMBINE =
      LIST.of(
          "fusion.combine",
          "mean",
          Kinds.choice("mean", "softmax"),
          "how the pairs' outputs become one: averaged, or by learned weights");
  static final Key<Integer> WIDTH =
      LIST.of(
          "fusion.width",
          "64",
          Kinds.integer(1, 4096),
          "P: layer vectors are projected to so many floats");
  static final Key<Integer> BATCH =
      LIST.of(
          "fusion.batch.size",
          "64",
          Kinds.integer(1, 4096),
          "windows that are scored in one call at the most; 1 in replay");
  static final Key<Duration> LINGER =
      LIST.of(
          "fusion.batch.linger",
          "5ms",
          Kinds.duration("0ms", "10s"),
          "wall-clock wait for a batch to fill; none in replay");
  static final Key<Double> CERTIFIED_SHARE =
      LIST.of(
          "fusion.certifiedShare",
          "0.9",
          Kinds.number("(0, 1]"),
          "share of the model's clean score; conditions that its certificate gives less for are"
              + " warned of");
  static final Key<String> NO_MODEL =
      LIST.of(
          "fusion.noModel",
          "drop",
          Kinds.choice("drop", "hold", "baseline"),
          "closed windows before the first model: dropped as no_model; held until it comes, in order;"
              + " or dropped with the scores of fusion.baseline. In replay, pinned, there always is one");
  static final Key<Integer> HOLD_WINDOWS =
      LIST.of(
          "fusion.holdWindows",
          "10000",
          Kinds.integer(1, 1_000_000),
          "windows of a partition that are held; over this, or over half of"
              + " align.limits.bytesPerTask, the oldest is dropped as no_model");
  static final Key<Duration> HOLD_TIME =
      LIST.optional(
          "fusion.holdTime",
          Kinds.duration("1ms", "7d"),
          "wall-clock time that a window is held, anew after a restart; then it is dropped as"
              + " no_model");
  static final Key<List<Double>> BASELINE =
      LIST.optional(
          "fusion.baseline",
          Kinds.numbers(),
          "scores while there is no model: a probability per label, or the value; by default all"
              + " labels alike, and 0");
  static final Key<String> ENGINE =
      LIST.of(
          "fusion.engine",
          "native",
          Kinds.choice(EngineSettings.Engine.labels().toArray(String[]::new)),
          "what computes: our own code on BLAS, ONNX Runtime, its CUDA provider (a build with -Pcuda);"
              + " auto measures the two CPU engines and takes the faster one for each size of batch");
  static final Key<Boolean> ENGINE_FALLBACK =
      LIST.of(
          "fusion.engineFallback",
          "false",
          Kinds.bool(),
          "where the engine cannot run: true warns and takes one that can, false stops the start;"
              + " with replay, false");
  static final Key<Integer> CUDA_DEVICE =
      LIST.of(
          "fusion.cuda.device", "0", Kinds.integer(0, 63), "number of the device; onnx-cuda only");
  static final Key<Long> CUDA_MEMORY =
      LIST.of(
          "fusion.cuda.memoryLimit",
          "2GB",
          Kinds.bytes("64MB", "1TB"),
          "what the engine may take of the device's memory");
  static final Key<Integer> CUDA_BATCH =
      LIST.of(
          "fusion.cuda.batch",
          "128",
          Kinds.integer(1, 128),
          "rows of a call on the device at least: smaller batches are padded");

  static final List<Key<?>> ALL = LIST.all();

  private FusionKeys() {}
}
