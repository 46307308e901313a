// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found wrong: a few examples of each kind and how many there are. One thread. */
final class Problems {
  private static final int EXAMPLES = 4;
  private final Map<String, List<String>> found = new TreeMap<>();

  /**
   * @param kind the rule that is broken
   */
  void add(String kind, Object... details) {
    List<String> examples = found.computeIfAbsent(kind, k -> new ArrayList<>());
    StringBuilder text = new StringBuilder();
    for (Object detail : details) {
      text.append(detail).append(' ');
    }
    examples.add(text.toString().strip());
  }

  void check(boolean holds, String kind, Object... details) {
    if (!holds) {
      add(kind, details);
    }
  }

  /**
   * @param where the run, so that it can be repeated
   */
  void assertNone(String where) {
    StringBuilder text = new StringBuilder();
    found.forEach(
        (kind, examples) -> {
          text.append('\n').append(examples.size()).append(" × ").append(kind);
          examples.stream().limit(EXAMPLES).forEach(one -> text.append("\n    ").append(one));
        });
    assertThat(text.toString()).as(where).isEmpty();
  }
}
