// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.modality.WindowId;

/** Names a prediction: a window has one of each role at the most. In the order of windows. */
record MadeKey(WindowId window, Role role) implements Comparable<MadeKey> {
  static MadeKey of(Made made) {
    return new MadeKey(made.window(), made.role());
  }

  MadeKey other() {
    return new MadeKey(window, role == Role.CHAMPION ? Role.CHALLENGER : Role.CHAMPION);
  }

  @Override
  public int compareTo(MadeKey other) {
    int order = window.compareTo(other.window);
    return order != 0 ? order : role.compareTo(other.role);
  }
}
