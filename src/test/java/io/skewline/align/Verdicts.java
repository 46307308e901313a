// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;

/** An arbitrary verdict that depends on the window alone, so that oracle and core agree on it. */
final class Verdicts {
  private Verdicts() {}

  static Verdict of(WindowId id) {
    return Verdict.values()[
        Math.floorMod(id.startMicros() / 1000 + id.endMicros() / 7, Verdict.values().length)];
  }
}
