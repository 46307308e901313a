// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.learn.RoundExamples;
import java.util.Optional;

/** Fits a challenger and evaluates it against the active model. Called on the trainer's thread. */
@FunctionalInterface
public interface RoundRunner {

  /**
   * @param version the number that the bundle is to carry
   * @return empty if there are too few examples yet
   */
  Optional<Round> run(RoundExamples examples, long version);
}
