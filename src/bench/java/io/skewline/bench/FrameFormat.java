// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import io.skewline.modality.Frame;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;

/** The product's codec, where only frames travel. Safe for many threads. */
public record FrameFormat(Codec<? super Frame> codec) {

  public byte[] encode(String topic, Frame frame) {
    return codec.encode(topic, frame);
  }

  public Frame decode(String topic, byte[] key, byte[] value) throws WireException {
    return (Frame) codec.decode(topic, key, value);
  }
}
