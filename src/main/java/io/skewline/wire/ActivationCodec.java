// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.ModelActivation;
import io.skewline.avro.ModelRole;
import io.skewline.fusion.Activation;

/** Activations of bundles; the key is the publisher's. */
final class ActivationCodec implements Codec<Activation> {
  private final AvroFormat<ModelActivation> format;

  ActivationCodec(SchemaRegistry registry) {
    format = AvroFormat.onSharedTopic(registry, ModelActivation.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, Activation activation) {
    return format.encode(
        topic,
        new ModelActivation(
            ModelRole.valueOf(activation.role().name()),
            activation.hash(),
            activation.version(),
            activation.sizeBytes(),
            activation.reason()));
  }

  @Override
  public Activation decode(String topic, byte[] key, byte[] value) throws WireException {
    ModelActivation activation = format.decode(value);
    return new Activation(
        Activation.Role.valueOf(activation.getRole().name()),
        activation.getHash(),
        activation.getVersion(),
        activation.getSizeBytes(),
        activation.getReason());
  }
}
