// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamEvent;

/** All kinds of records over one registry client. Safe for many threads. */
public final class Codecs {
  private final SchemaRegistry registry;

  public Codecs(RegistrySettings settings) {
    registry = new SchemaRegistry(settings);
  }

  /** Frames, written as FLOAT32, and end-of-stream markers. */
  public Codec<StreamEvent> frames() {
    return new FrameCodec(registry, DType.FLOAT32);
  }

  /** The same, written as FLOAT16: half the bytes, about three decimal digits. */
  public Codec<StreamEvent> halfFrames() {
    return new FrameCodec(registry, DType.FLOAT16);
  }

  public Codec<Label> labels() {
    return new LabelCodec(registry);
  }

  public Codec<Prediction> predictions() {
    return new PredictionCodec(registry);
  }

  public Codec<LabelledWindow> examples() {
    return new ExampleCodec(registry);
  }

  public Codec<BundlePart> bundleParts() {
    return new BundlePartCodec(registry);
  }

  public Codec<Activation> activations() {
    return new ActivationCodec(registry);
  }

  public Codec<ModelDecision> decisions() {
    return new ModelDecisionCodec(registry);
  }

  public Codec<ModelScore> scores() {
    return new ModelScoreCodec(registry);
  }

  public Codec<FrameEnd> frameEnds() {
    return new FrameEndCodec(registry);
  }

  public Codec<Rejected> rejections() {
    return new RejectedCodec(registry);
  }
}
