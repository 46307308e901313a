// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parts of bundles as they come, kept for the newest few bundles only. One thread. */
final class BundleParts {
  private static final int MOST_BUNDLES = 4;

  private final LinkedHashMap<String, Map<Integer, BundlePart>> byHash = new LinkedHashMap<>();

  void add(BundlePart part) {
    byHash.computeIfAbsent(part.hash(), hash -> new HashMap<>()).put(part.index(), part);
    if (byHash.size() > MOST_BUNDLES) {
      byHash.remove(byHash.keySet().iterator().next());
    }
  }

  void forget(String hash) {
    byHash.remove(hash);
  }

  /** The whole bundle's bytes; its hash is the reader's to check. */
  byte[] assemble(Activation activation) throws BadBundleException {
    Map<Integer, BundlePart> parts = byHash.getOrDefault(activation.hash(), Map.of());
    int wanted = parts.values().stream().mapToInt(BundlePart::parts).findAny().orElse(-1);
    if (parts.size() != wanted || activation.sizeBytes() > Integer.MAX_VALUE) {
      throw new BadBundleException(
          Reason.TRUNCATED,
          parts.size() + " parts of " + (wanted < 0 ? "an unknown number" : wanted));
    }
    byte[] bytes = new byte[(int) activation.sizeBytes()];
    int at = 0;
    for (int i = 0; i < wanted; i++) {
      byte[] part = checked(parts.get(i));
      if (at + part.length > bytes.length) {
        throw new BadBundleException(Reason.HASH_MISMATCH, "longer than its activation says");
      }
      System.arraycopy(part, 0, bytes, at, part.length);
      at += part.length;
    }
    if (at != bytes.length) {
      throw new BadBundleException(Reason.TRUNCATED, at + " bytes of " + bytes.length);
    }
    return bytes;
  }

  private static byte[] checked(BundlePart part) throws BadBundleException {
    if (part == null) {
      throw new BadBundleException(Reason.TRUNCATED, "a part is missing");
    }
    if (!Bundle.sha256(part.bytes()).equals(part.sha256())) {
      throw new BadBundleException(Reason.HASH_MISMATCH, "part " + part.index());
    }
    return part.bytes();
  }
}
