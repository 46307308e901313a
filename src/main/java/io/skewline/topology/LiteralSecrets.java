// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.Set;

/** Refuses secrets that stand in the topology file or on the command line themselves. */
final class LiteralSecrets {
  private static final Set<String> SECTIONS = Set.of("kafka", "registry", "http");

  private final Problems problems;

  LiteralSecrets(Problems problems) {
    this.problems = problems;
  }

  void check(Node root) {
    if (root instanceof Node.Entries file) {
      file.entries()
          .forEach(
              (section, node) -> {
                if (SECTIONS.contains(section)) {
                  check(section, node);
                }
              });
    }
  }

  private void check(String path, Node node) {
    if (node instanceof Node.Entries section) {
      section.entries().forEach((key, inner) -> check(path + "." + key, inner));
    } else if (node instanceof Node.Items list) {
      list.items().forEach(item -> check(path, item));
    } else if (node instanceof Node.Scalar value && SecretKeys.isLiteral(path, value.written())) {
      problems.add(
          value.where(),
          path
              + " holds a secret itself; allowed: what refers to it: "
              + References.FORMS
              + ", ${NAME}");
    }
  }
}
