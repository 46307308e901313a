// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.List;

/**
 * An aligned window on its way to its verdict.
 *
 * @param silent the modalities whose watermark had not passed the end when the window closed
 *     without waiting for it; empty for {@code COMPLETE}
 * @param triggerMillis wall clock: the append time of the record that let the window close, or the
 *     deadline; in replay mode the window's end
 * @param revision 0 for the first verdict on the window, 1 for the correction of an early one
 */
public record ClosedWindow(
    AlignedWindow window,
    ClosingReason reason,
    List<Modality> silent,
    long triggerMillis,
    int revision) {
  public ClosedWindow {
    silent = List.copyOf(silent);
  }
}
