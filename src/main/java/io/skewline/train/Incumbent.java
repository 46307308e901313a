// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.FusionModel;
import java.util.Optional;
import java.util.function.Function;

/** The active model as the learner meets it. Called on the trainer's thread. */
public interface Incumbent {

  /**
   * Lends the model for one question.
   *
   * @return empty if there is none yet
   */
  <T> Optional<T> ask(Function<FusionModel, T> question);
}
