// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import java.util.Arrays;

/** How a pair of projected layer vectors a and b becomes one. */
public enum Block {
  /**
   * u = a·Wa + b·Wb + c, then per unit u or slope · u where u is negative: slope 1 is a linear
   * unit, slope 0 a relu. The slopes are part of the bundle, chosen when it was fitted.
   */
  CONCAT("concat"),
  /**
   * x = LN1(a + A(b)); x = LN2(x + relu(x·W1 + c1)·W2 + c2); y likewise with a and b swapped; fused
   * = (x + y) / 2, where A(b) = (b·Wv + bv)·Wo + bo.
   */
  CO_ATTENTION("co-attention");

  private final String label;

  Block(String label) {
    this.label = label;
  }

  /** The name in topology files and bundles. */
  public String label() {
    return label;
  }

  public static Block of(String label) {
    return Arrays.stream(values())
        .filter(block -> block.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "block must be concat or co-attention: was '" + label + "'"));
  }
}
