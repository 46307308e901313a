// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import java.util.List;
import java.util.stream.IntStream;

/** What a model predicts. */
public sealed interface Task {

  /** Names of the scores, in their order; none for a value. */
  List<String> labels();

  /** Scores of a window. */
  default int outputs() {
    return Math.max(1, labels().size());
  }

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
  record Regression() implements Task {
    @Override
    public List<String> labels() {
      return List.of();
    }
  }

  /**
   * Which of some groups that nobody has named a window belongs to: learned without labels.
   *
   * @param clusters how many groups
   */
  record Clustering(int clusters) implements Task {
    public Clustering {
      if (clusters < 1) {
        throw new IllegalArgumentException("clustering needs clusters: " + clusters);
      }
    }

    /** c0, c1 … */
    @Override
    public List<String> labels() {
      return IntStream.range(0, clusters).mapToObj(c -> "c" + c).toList();
    }
  }
}
