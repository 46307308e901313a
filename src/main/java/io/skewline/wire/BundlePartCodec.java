// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.ModelPart;
import io.skewline.fusion.BundlePart;
import java.nio.ByteBuffer;

/** Chunks of bundles; the key is the publisher's. */
final class BundlePartCodec implements Codec<BundlePart> {
  private final AvroFormat<ModelPart> format;

  BundlePartCodec(SchemaRegistry registry) {
    format = AvroFormat.onSharedTopic(registry, ModelPart.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, BundlePart part) {
    return format.encode(
        topic,
        new ModelPart(
            part.hash(),
            part.version(),
            part.index(),
            part.parts(),
            ByteBuffer.wrap(part.bytes()),
            part.sha256()));
  }

  @Override
  public BundlePart decode(String topic, byte[] key, byte[] value) throws WireException {
    ModelPart part = format.decode(value);
    byte[] bytes = new byte[part.getBytes().remaining()];
    part.getBytes().get(bytes);
    return new BundlePart(
        part.getHash(),
        part.getVersion(),
        part.getIndex(),
        part.getParts(),
        bytes,
        part.getSha256());
  }
}
