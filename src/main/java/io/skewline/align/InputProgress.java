// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Modality;

/**
 * How far a modality's input partition has been read: what is silent has sent nothing by then, what
 * is merely behind may have.
 */
@FunctionalInterface
public interface InputProgress {
  /** Nothing is known of the partition. */
  long UNKNOWN = Long.MIN_VALUE;

  /**
   * The time up to which everything has been taken that was appended to the partition.
   *
   * @param nowMillis wall clock, and the answer where nothing waits
   * @return wall clock, milliseconds, or {@link #UNKNOWN}
   */
  long readToMillis(Modality modality, int partition, long nowMillis);
}
