// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.BundlePart;
import io.skewline.wire.Codec;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where the bytes of an activated bundle come from: its parts on the topic, or the one location
 * that the settings name. They are whole, as activated, and of somebody who is trusted.
 */
final class BundleSource implements AutoCloseable {
  private final String topic;
  private final Codec<BundlePart> codec;
  private final Optional<ExternalBundles> external;
  private final TrustedKeys trusted;

  /** Reads the topic, or as much of it as holds the parts of a bundle. */
  @FunctionalInterface
  interface Parts {
    void read(Consumer<ConsumerRecord<byte[], byte[]>> to);
  }

  /**
   * @throws IllegalStateException if a trusted key cannot be read
   */
  BundleSource(ModelSettings settings, Codec<BundlePart> codec) {
    this(settings, codec, ExternalBundles.of(settings.transport()));
  }

  /** For who may fetch nothing, and needs no credentials for that. */
  static BundleSource lazy(ModelSettings settings, Codec<BundlePart> codec) {
    return new BundleSource(settings, codec, ExternalBundles.lazy(settings.transport()));
  }

  private BundleSource(
      ModelSettings settings, Codec<BundlePart> codec, Optional<ExternalBundles> external) {
    this.topic = settings.topic();
    this.codec = codec;
    this.external = external;
    this.trusted = TrustedKeys.in(settings.transport().trust());
  }

  /**
   * @throws org.apache.kafka.common.KafkaException if broker, registry or location is away
   */
  byte[] fetch(Activation activation, Parts parts) throws BadBundleException {
    trusted.require(activation.signature(), activation.hash(), activation.sizeBytes());
    BundleAssembly assembly = new BundleAssembly(activation);
    if (!activation.location().isEmpty()) {
      return external
          .orElseThrow(
              () ->
                  new BadBundleException(
                      Reason.WRONG_LOCATION,
                      activation.location() + ", but models.location is not set"))
          .get(activation);
    }
    parts.read(
        record -> {
          if (ModelKey.parse(record.key()).orElse(null) instanceof ModelKey.Part part
              && part.hash().equals(activation.hash())) {
            assembly.put(part.index(), record.value());
          }
        });
    return assembly.assemble(topic, codec);
  }

  @Override
  public void close() {
    external.ifPresent(ExternalBundles::close);
  }
}
