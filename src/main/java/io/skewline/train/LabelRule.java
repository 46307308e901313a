// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which labels are heard when a window gets its label. A label that covers at least {@code
 * train.minOverlap} of the window must be among them under either rule; if those that are heard
 * disagree, the window is contradicted: counted and dropped.
 *
 * <p>With a window [3, 4) and minOverlap 0.5, label "yes" [3, 3.8) and label "no" [3.8, 5): by
 * majority the window is a yes, unanimously it is contradicted.
 */
public enum LabelRule {
  /** Those that cover at least minOverlap of the window. */
  MAJORITY,
  /** All that share time with the window and came before it was decided. */
  UNANIMOUS;

  /** As the topology file calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is no such rule
   */
  public static LabelRule of(String label) {
    return Arrays.stream(values())
        .filter(rule -> rule.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such label rule: " + label));
  }

  public static String[] labels() {
    return Arrays.stream(values()).map(LabelRule::label).toArray(String[]::new);
  }
}
