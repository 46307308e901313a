// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.List;

/** Windows close when every watermark has reached their end. */
final class WindowClosingChecks extends ClosingChecks {
  private final Membership membership;

  WindowClosingChecks(Rules rules, Books books, Membership membership, Problems problems) {
    super(rules, books, problems);
    this.membership = membership;
  }

  @Override
  List<List<Line>> frames(WindowId window) {
    return membership.of(window);
  }

  @Override
  long completeAt(WindowId window, Modality modality) {
    return window.endMicros();
  }

  @Override
  long spokenAt(WindowId window, Modality modality) {
    return window.endMicros();
  }

  @Override
  long passedAt(WindowId window, Modality modality) {
    return window.endMicros();
  }

  @Override
  boolean isTrigger(Prediction prediction, Line line) {
    return passed(line, prediction.window().endMicros()) && at(line, prediction);
  }
}
