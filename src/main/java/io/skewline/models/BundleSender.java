// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleSignature;
import io.skewline.wire.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Brings the bytes of a bundle to where followers find them. Safe for many threads. */
final class BundleSender implements AutoCloseable {
  /** Bytes of parts in memory beside the bundle itself. */
  private static final long AT_ONCE = 8 << 20;

  private final ModelSettings settings;
  private final Codec<BundlePart> codec;
  private final TopicWriter topic;
  private final Optional<ExternalBundles> external;

  BundleSender(ModelSettings settings, Codec<BundlePart> codec, TopicWriter topic) {
    this.settings = settings;
    this.codec = codec;
    this.topic = topic;
    this.external = ExternalBundles.of(settings.transport());
  }

  /** Where a bundle will lie; empty for in parts on the topic. */
  String url(String hash) {
    return external.map(at -> at.url(hash)).orElse("");
  }

  /**
   * Returns when all of it is there.
   *
   * @throws org.apache.kafka.common.KafkaException if it was not taken
   */
  void send(Bundle bundle, BundleSignature signature, TopicInventory before) {
    if (external.isPresent()) {
      external.get().put(bundle, signature);
    } else {
      sendParts(bundle, before);
    }
  }

  /** First goes what an earlier publication in smaller parts left: it would stay beside these. */
  private void sendParts(Bundle bundle, TopicInventory before) {
    byte[] bytes = bundle.bytes();
    int size = settings.partBytes();
    int count = Math.max(1, (int) (((long) bytes.length + size - 1) / size));
    topic.delete(before.partsFrom(count, bundle.hash()));
    List<TopicWriter.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] chunk =
          Arrays.copyOfRange(bytes, i * size, (int) Math.min(bytes.length, (i + 1L) * size));
      BundlePart part =
          new BundlePart(
              bundle.hash(), bundle.manifest().version(), i, count, chunk, Bundle.sha256(chunk));
      entries.add(
          new TopicWriter.Entry(
              new ModelKey.Part(bundle.hash(), i), codec.encode(settings.topic(), part)));
      if (entries.size() * (long) size >= AT_ONCE || i == count - 1) {
        topic.write(entries);
        entries.clear();
      }
    }
  }

  @Override
  public void close() {
    external.ifPresent(ExternalBundles::close);
  }
}
