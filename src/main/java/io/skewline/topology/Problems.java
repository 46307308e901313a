// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with one file, so that all of it is told at once. */
final class Problems {
  private final String file;
  private final List<String> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(String where, String what) {
    found.add(where + ": " + what);
  }

  /** Whether a problem of this key is known already. */
  boolean mentions(String key) {
    return found.stream().anyMatch(problem -> problem.contains(key));
  }

  String file() {
    return file;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new BadConfigException(file, found);
    }
  }
}
