// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one activated bundle together, complete and as published, or not at all. */
final class BundleAssembly {
  /** No bundle of ours is near it; bounds what a forged activation can make us hold. */
  static final long MAX_BYTES = 1L << 30;

  private final Activation activation;
  private final Map<Integer, byte[]> encoded = new TreeMap<>();
  private long held;

  BundleAssembly(Activation activation) throws BadBundleException {
    if (activation.sizeBytes() < 1 || activation.sizeBytes() > MAX_BYTES) {
      throw new BadBundleException(
          Reason.BAD_FORMAT, "size must be 1.." + MAX_BYTES + " bytes: " + activation.sizeBytes());
    }
    this.activation = activation;
  }

  /** The newest record of a key wins; null takes the part away. */
  void put(int index, byte @Nullable [] value) {
    byte[] before = encoded.remove(index);
    held -= before == null ? 0 : before.length;
    if (value != null && held <= most()) {
      encoded.put(index, value);
      held += value.length;
    }
  }

  private long most() {
    return 2 * activation.sizeBytes() + (1 << 20);
  }

  /**
   * @throws org.apache.kafka.common.errors.RetriableException if the registry cannot be reached
   */
  byte[] assemble(String topic, Codec<BundlePart> codec) throws BadBundleException {
    if (encoded.isEmpty()) {
      throw new BadBundleException(Reason.TRUNCATED, "no part of it is on the topic");
    }
    // No more than what is there: a forged activation costs a forger as many bytes as it costs us.
    ByteArrayOutputStream whole =
        new ByteArrayOutputStream((int) Math.min(held, activation.sizeBytes()));
    int parts = -1;
    for (Map.Entry<Integer, byte[]> entry : encoded.entrySet()) {
      BundlePart part = checked(entry.getKey(), decode(topic, codec, entry.getValue()));
      parts = parts < 0 ? part.parts() : parts;
      if (part.parts() != parts || entry.getKey() >= parts) {
        throw new BadBundleException(Reason.BAD_FORMAT, "its parts disagree on their number");
      }
      if (whole.size() + (long) part.bytes().length > activation.sizeBytes()) {
        throw new BadBundleException(
            Reason.BAD_FORMAT, "its parts exceed " + activation.sizeBytes() + " bytes");
      }
      whole.writeBytes(part.bytes());
    }
    if (encoded.size() < parts) {
      throw new BadBundleException(
          Reason.TRUNCATED, "only " + encoded.size() + " of its " + parts + " parts are there");
    }
    return checkedWhole(whole.toByteArray());
  }

  private static BundlePart decode(String topic, Codec<BundlePart> codec, byte[] value)
      throws BadBundleException {
    try {
      return codec.decode(topic, new byte[0], value);
    } catch (WireException e) {
      throw new BadBundleException(
          Reason.BAD_FORMAT, "a part is unreadable: " + e.reason().label() + ", " + e.getMessage());
    }
  }

  private BundlePart checked(int index, BundlePart part) throws BadBundleException {
    if (!part.hash().equals(activation.hash()) || part.index() != index) {
      throw new BadBundleException(
          Reason.BAD_FORMAT, "part " + index + " says it is " + part.hash() + "/" + part.index());
    }
    if (!Bundle.sha256(part.bytes()).equals(part.sha256())) {
      throw new BadBundleException(
          Reason.HASH_MISMATCH, "part " + index + " is not what was published");
    }
    return part;
  }

  private byte[] checkedWhole(byte[] bytes) throws BadBundleException {
    if (bytes.length != activation.sizeBytes()) {
      throw new BadBundleException(
          Reason.TRUNCATED, bytes.length + " of " + activation.sizeBytes() + " bytes");
    }
    if (!Bundle.sha256(bytes).equals(activation.hash())) {
      throw new BadBundleException(Reason.HASH_MISMATCH, "the whole is not what was activated");
    }
    return bytes;
  }
}
