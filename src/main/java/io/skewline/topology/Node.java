// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed YAML value that knows where it stands: {@code file:line} or {@code --set}. */
sealed interface Node {

  String where();

  /** The value as a message shows it. */
  String shown();

  /**
   * Scalars stay text: the key they belong to decides what they mean.
   *
   * @param text with what it refers to in place
   * @param written as it stands there; what a message shows, for the text may hold a secret
   */
  record Scalar(String where, String text, String written) implements Node {
    Scalar(String where, String text) {
      this(where, text, text);
    }

    @Override
    public String shown() {
      return written;
    }

    @Override
    public String toString() {
      return where + ": " + written;
    }
  }

  record Items(String where, List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return items.stream().map(Node::shown).toList().toString();
    }
  }

  record Entries(String where, Map<String, Node> entries) implements Node {
    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String shown() {
      return "a section with " + entries.keySet();
    }
  }
}
