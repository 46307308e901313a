// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation.Role;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The record keys of the models topic: {@code part/<hash>/<index>}, {@code activation/<role>} and
 * {@code bundle/<hash>}. Compaction keeps one record of each, so the topic holds every part once,
 * one activation per role, and of each bundle how it was last activated.
 */
sealed interface ModelKey {
  Pattern PART = Pattern.compile("part/([0-9a-f]{64})/(\\d{1,6})");
  Pattern BUNDLE = Pattern.compile("bundle/([0-9a-f]{64})");

  /** A part of the bundle with this hash. */
  record Part(String hash, int index) implements ModelKey {
    @Override
    public String text() {
      return "part/" + hash + "/" + index;
    }
  }

  /** What is to serve in this role. */
  record Activated(Role role) implements ModelKey {
    @Override
    public String text() {
      return "activation/" + role.name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a bundle was last activated, for who goes back to it when it serves no more. */
  record Known(String hash) implements ModelKey {
    @Override
    public String text() {
      return "bundle/" + hash;
    }
  }

  String text();

  default byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** Empty for a key that is none of ours. */
  static Optional<ModelKey> parse(byte @Nullable [] key) {
    if (key == null) {
      return Optional.empty();
    }
    String text = new String(key, StandardCharsets.UTF_8);
    Matcher part = PART.matcher(text);
    if (part.matches()) {
      return Optional.of(new Part(part.group(1), Integer.parseInt(part.group(2))));
    }
    Matcher bundle = BUNDLE.matcher(text);
    if (bundle.matches()) {
      return Optional.of(new Known(bundle.group(1)));
    }
    for (Role role : Role.values()) {
      Activated activated = new Activated(role);
      if (activated.text().equals(text)) {
        return Optional.of(activated);
      }
    }
    return Optional.empty();
  }
}
