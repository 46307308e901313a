// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.modality.Frame;
import java.util.function.Consumer;

/** What joins frames of one stream in time, without a broker. One thread. */
interface Join {
  void accept(Frame frame, long nowMillis);

  /** Ends what waited long enough by the wall clock. */
  void closeDue(long nowMillis);

  /**
   * Hands over what has closed.
   *
   * @param values of each modality of each window in turn, as a next node reads them
   * @return windows
   */
  int settle(Consumer<float[]> values);

  /** What is due ten times a second, and not measured. */
  void commit();
}
