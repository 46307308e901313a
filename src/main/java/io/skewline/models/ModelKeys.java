// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import java.nio.charset.StandardCharsets;

/** Record keys of the models topic: {@code part/HASH/INDEX} and {@code activation/ROLE}. */
final class ModelKeys {
  private static final String PART = "part/";
  private static final String ACTIVATION = "activation/";

  private ModelKeys() {}

  static byte[] part(String hash, int index) {
    return (PART + hash + "/" + index).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] activation(Activation.Role role) {
    return (ACTIVATION + role.name()).getBytes(StandardCharsets.UTF_8);
  }

  static boolean isPart(byte[] key) {
    return text(key).startsWith(PART);
  }

  static boolean isActivation(byte[] key) {
    return text(key).startsWith(ACTIVATION);
  }

  /** The bundle that a part's key names. */
  static String hashOf(byte[] partKey) {
    String rest = text(partKey).substring(PART.length());
    return rest.substring(0, Math.max(0, rest.indexOf('/')));
  }

  private static String text(byte[] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
