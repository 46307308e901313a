// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

/**
 * A replay reached a bound of its state. It must not go on: what would be dropped in live mode
 * would depend on how the partitions were read.
 */
public final class BoundReachedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BoundReachedException(String message) {
    super(message);
  }
}
