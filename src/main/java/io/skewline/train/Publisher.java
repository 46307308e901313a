// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

/** Where a better bundle goes. */
@FunctionalInterface
public interface Publisher {
  void publish(Round round);
}
