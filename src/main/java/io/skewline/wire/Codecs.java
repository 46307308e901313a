// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.Prediction;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;

/** All kinds of records over one registry client. Safe for many threads. */
public final class Codecs {
  private final SchemaRegistry registry;

  public Codecs(RegistrySettings settings) {
    registry = new SchemaRegistry(settings);
  }

  /** Frames; written as FLOAT32. */
  public Codec<Frame> frames() {
    return new FrameCodec(registry, DType.FLOAT32);
  }

  /** Frames; written as FLOAT16: half the bytes, about three decimal digits. */
  public Codec<Frame> halfFrames() {
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

  public Codec<Rejected> rejections() {
    return new RejectedCodec(registry);
  }
}
