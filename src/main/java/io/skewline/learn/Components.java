// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sets of examples that no split may part, because they share a stream, session or group. */
final class Components {
  /** What binds examples to each other, from the strictest to the least. */
  enum Bond {
    STREAM_SESSION_GROUP,
    STREAM_GROUP,
    STREAM
  }

  private final Map<String, String> parents = new HashMap<>();

  private Components() {}

  /**
   * @return by the smallest stream id of each component, its examples in their order
   */
  static Map<String, List<LabelledWindow>> of(List<LabelledWindow> examples, Bond bond) {
    Components components = new Components();
    for (LabelledWindow example : examples) {
      String stream = stream(example);
      if (bond != Bond.STREAM && !example.group().isEmpty()) {
        components.join(stream, "group " + example.group());
      }
      if (bond == Bond.STREAM_SESSION_GROUP && !example.window().session().isEmpty()) {
        components.join(stream, "session " + example.window().session());
      }
    }
    Map<String, List<LabelledWindow>> byRoot = new HashMap<>();
    for (LabelledWindow example : examples) {
      String root = components.root(stream(example));
      byRoot.computeIfAbsent(root, unused -> new ArrayList<>()).add(example);
    }
    Map<String, List<LabelledWindow>> byStream = new TreeMap<>();
    for (List<LabelledWindow> component : byRoot.values()) {
      String smallest =
          component.stream().map(Components::stream).min(String::compareTo).orElseThrow();
      byStream.put(smallest, component);
    }
    return byStream;
  }

  private static String stream(LabelledWindow example) {
    return "stream " + example.window().id().stream();
  }

  private void join(String a, String b) {
    String rootA = root(a);
    String rootB = root(b);
    if (!rootA.equals(rootB)) {
      parents.put(rootA, rootB);
    }
  }

  private String root(String key) {
    String at = key;
    for (String next = parents.get(at); next != null; next = parents.get(at)) {
      at = next;
    }
    if (!at.equals(key)) {
      parents.put(key, at);
    }
    return at;
  }
}
