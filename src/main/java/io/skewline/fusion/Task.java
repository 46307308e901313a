// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import java.util.List;

/** What a model predicts. */
public sealed interface Task {

  /**
   * @param labels the classes, in the order of the scores
   */
  record Classification(List<String> labels) implements Task {
    public Classification {
      labels = List.copyOf(labels);
      if (labels.size() < 2) {
        throw new IllegalArgumentException("classification needs two labels or more: " + labels);
      }
    }
  }

  /** One real value per window. */
  record Regression() implements Task {}
}
