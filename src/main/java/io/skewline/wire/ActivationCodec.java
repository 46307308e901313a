// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.ModelActivation;
import io.skewline.avro.ModelRole;
import io.skewline.fusion.Activation;
import io.skewline.fusion.BundleSignature;
import io.skewline.fusion.FrameLayers;
import io.skewline.modality.Modality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
            activation.reason(),
            layers(activation.layers()),
            layers(activation.carried()),
            activation.location(),
            activation.signature().signer(),
            activation.signature().value()));
  }

  @Override
  public Activation decode(String topic, byte[] key, byte[] value) throws WireException {
    ModelActivation activation = format.decode(value);
    return new Activation(
        Activation.Role.valueOf(activation.getRole().name()),
        activation.getHash(),
        activation.getVersion(),
        activation.getSizeBytes(),
        layers(activation.getLayers()),
        layers(activation.getCarried()),
        activation.getReason(),
        activation.getLocation(),
        new BundleSignature(activation.getSigner(), activation.getSignature()));
  }

  private static Map<String, List<Integer>> layers(FrameLayers layers) {
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    layers.byModality().forEach((m, indices) -> byName.put(m.name(), List.copyOf(indices)));
    return byName;
  }

  private static FrameLayers layers(Map<String, List<Integer>> byName) throws WireException {
    try {
      return FrameLayers.of(
          byName.entrySet().stream()
              .collect(Collectors.toMap(e -> new Modality(e.getKey()), Map.Entry::getValue)));
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, "layers: " + e.getMessage());
    }
  }
}
