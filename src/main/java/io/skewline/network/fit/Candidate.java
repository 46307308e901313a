// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.SsfnSpec;
import java.util.Arrays;
import java.util.List;

/**
 * One setting of what the validation part chooses.
 *
 * @param linearStart begins at the best linear model of the plan's layers, not at random
 * @param linearShare concat: the share of its units with slope 1; the others are relus
 * @param inputDropout share of the standardised inputs that a step loses: acts like a ridge
 */
record Candidate(
    boolean linearStart,
    double linearShare,
    double inputDropout,
    double fusedDropout,
    double weightDecay) {

  static List<Candidate> of(Block block) {
    return switch (block) {
      case CONCAT ->
          List.of(
              new Candidate(true, 1, 0.3, 0, 0.05),
              new Candidate(true, 0.25, 0.3, 0.2, 0.05),
              new Candidate(false, 0.25, 0.1, 0.2, 0.05),
              new Candidate(false, 0.25, 0.4, 0.4, 0.1),
              new Candidate(false, 1, 0.6, 0.1, 0.3));
      case CO_ATTENTION ->
          List.of(
              new Candidate(false, 0, 0.1, 0.1, 0.05),
              new Candidate(false, 0, 0.3, 0.3, 0.1),
              new Candidate(false, 0, 0.6, 0.4, 0.3));
    };
  }

  float[] slope(SsfnSpec spec) {
    float[] slope = new float[spec.width()];
    int linear = (int) Math.round(linearShare * slope.length);
    if (linearStart) {
      linear = Math.max(linear, Math.min(slope.length, spec.outputs()));
    }
    Arrays.fill(slope, 0, linear, 1);
    return slope;
  }
}
