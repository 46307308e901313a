// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.fusion.Bundle;

/** A way in which models come into a running processor. */
interface Swapper extends AutoCloseable {
  /** Returns when it has been published; somewhat later it serves. */
  void publish(Bundle bundle) throws Exception;

  /** Returns when it has been published; somewhat later it is refused. */
  void publish(BadBundle bad) throws Exception;

  @Override
  void close();
}
