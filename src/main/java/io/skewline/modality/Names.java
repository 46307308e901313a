// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/** The one rule for names that become topic parts, metric tags and file keys. */
final class Names {
  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  private Names() {}

  static String check(String what, String name) {
    if (!matches(name)) {
      throw new IllegalArgumentException(what + " must match " + NAME + ": was '" + name + "'");
    }
    return name;
  }

  /** By hand: every frame names its modality. */
  private static boolean matches(String name) {
    if (name.isEmpty() || name.length() > 63 || !letter(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!letter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean letter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
