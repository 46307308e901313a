// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.List;

/** A verdict, its scores aside. */
record Expected(
    WindowId window,
    ClosingReason reason,
    List<Modality> silent,
    Content content,
    long triggerMillis) {

  static Expected of(Prediction told) {
    return new Expected(
        told.window(), told.reason(), told.silent(), Content.of(told), told.triggerMillis());
  }
}
