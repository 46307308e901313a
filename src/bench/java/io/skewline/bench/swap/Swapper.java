// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

/** A way in which models come into a running processor. */
interface Swapper extends AutoCloseable {
  /**
   * Returns when another version has been published; somewhat later it serves.
   *
   * @return which one
   */
  long swap() throws Exception;

  /** Returns when something bad has been published; somewhat later it is refused. */
  void spoil(BadBundle bad) throws Exception;

  @Override
  void close();
}
