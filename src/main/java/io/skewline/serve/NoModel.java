// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction.Scored;
import io.skewline.fusion.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of closed windows while no model is active. Immutable. */
public sealed interface NoModel {

  /** Each is dropped at once, as {@code dropped_no_model}. */
  record Drop() implements NoModel {}

  /**
   * They wait for a model in align's store, in order; beyond a bound the one that waits longest is
   * dropped. Early looks are not held: they would be late.
   *
   * @param windows of one task that wait at the most
   * @param time that one waits at the most, wall clock, anew after a restart; empty for no bound
   */
  record Hold(int windows, Optional<Duration> time) implements NoModel {
    public Hold {
      if (windows < 1 || time.filter(t -> t.isNegative() || t.isZero()).isPresent()) {
        throw new IllegalArgumentException(
            "hold: bounds must be above 0: " + windows + ", " + time);
      }
    }
  }

  /**
   * Each is dropped at once, and its prediction carries scores that rest on nothing in the window.
   *
   * @param scores one probability per label, or the value alone
   */
  record Baseline(Task task, List<Double> scores) implements NoModel {
    /** In predictions; no model has it. */
    public static final long VERSION = 0;

    public Baseline {
      scores = List.copyOf(scores);
      if (scores.size() != task.outputs()) {
        throw new IllegalArgumentException(
            "baseline: " + scores.size() + " scores, the task has " + task.outputs());
      }
    }

    /** Knowing nothing: each label as probable as the others, a value of 0. */
    public static Baseline ignorant(Task task) {
      double each = task.labels().isEmpty() ? 0 : 1.0 / task.outputs();
      return new Baseline(task, java.util.Collections.nCopies(task.outputs(), each));
    }

    /** The confidence is the best label's probability; of a value 0, as it has no interval. */
    Scored scored() {
      float[] values = new float[scores.size()];
      int best = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = scores.get(i).floatValue();
        best = values[i] > values[best] ? i : best;
      }
      double confidence = task.labels().isEmpty() ? 0 : scores.get(best);
      return new Scored(
          task.labels(),
          new FusionScore(values, best, confidence, Double.NaN, Double.NaN),
          "none",
          VERSION,
          "");
    }
  }
}
