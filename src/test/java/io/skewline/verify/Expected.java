// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A verdict, its scores aside. */
record Expected(
    WindowId window,
    ClosingReason reason,
    Verdict verdict,
    List<Modality> used,
    List<Modality> missing,
    List<Modality> silent,
    Map<Modality, Long> offsetsMicros,
    long triggerMillis) {

  static Expected of(Prediction prediction) {
    return new Expected(
        prediction.window(),
        prediction.reason(),
        prediction.verdict(),
        prediction.used(),
        prediction.missing(),
        prediction.silent(),
        new TreeMap<>(prediction.offsetsMicros()),
        prediction.triggerMillis());
  }
}
