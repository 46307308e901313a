// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.List;

/**
 * An aligned window that will not change any more, on its way to its verdict.
 *
 * @param silent the modalities whose watermark had not passed the end when the deadline closed the
 *     window; empty for every other reason
 * @param triggerMillis wall clock: the append time of the record that let the window close, or the
 *     deadline
 */
public record ClosedWindow(
    AlignedWindow window, ClosingReason reason, List<Modality> silent, long triggerMillis) {
  public ClosedWindow {
    silent = List.copyOf(silent);
  }
}
