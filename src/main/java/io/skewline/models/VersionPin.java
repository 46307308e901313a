// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which activations a follower takes notice of. Without a version all of them. With one, those of
 * that version alone, and they serve as active whatever their role was: a candidate may be pinned.
 */
record VersionPin(Optional<Long> version) {

  /** The activation as this follower takes it; empty if it is not for us. */
  Optional<Activation> admit(Activation announced) {
    if (version.isEmpty()) {
      return Optional.of(announced);
    }
    if (announced.version() != version.get()) {
      return Optional.empty();
    }
    return Optional.of(announced.as(Role.ACTIVE));
  }

  /**
   * Holds the start to the pin.
   *
   * @param serves whether a model serves
   * @throws IllegalStateException naming the version and those that the topic has, where the pinned
   *     one does not serve
   */
  void require(boolean serves, String topic, ModelHistory history) {
    if (version.isEmpty() || serves) {
      return;
    }
    boolean announced =
        history.entries().stream().anyMatch(e -> e.activation().version() == version.get());
    throw new IllegalStateException(
        "models.version is '%d', %s; allowed: a version whose activation and bundle are on topic %s, which has %s"
            .formatted(
                version.get(),
                announced
                    ? "whose bundle is no longer whole or was refused"
                    : "which was never activated or has been compacted away",
                topic,
                versions(history)));
  }

  private static String versions(ModelHistory history) {
    TreeMap<Long, Role> newest = new TreeMap<>();
    history.entries().forEach(e -> newest.put(e.activation().version(), e.activation().role()));
    return newest.isEmpty()
        ? "none"
        : newest.entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + " ("
                        + e.getValue().name().toLowerCase(java.util.Locale.ROOT)
                        + ")")
            .collect(Collectors.joining(", "));
  }
}
