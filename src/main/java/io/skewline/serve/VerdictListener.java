// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosedWindow;

/**
 * Told of every verdict, early ones included, right after it was forwarded. Called on the stream
 * threads: must be quick and must not throw. A verdict may come again, for what a transaction that
 * was aborted had forwarded is forwarded anew.
 */
@FunctionalInterface
public interface VerdictListener {
  VerdictListener NONE = (window, prediction) -> {};

  void verdict(ClosedWindow window, Prediction prediction);
}
