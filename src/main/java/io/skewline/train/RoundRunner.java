// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.FusionModel;
import io.skewline.modality.LabelledWindow;
import java.util.List;
import java.util.Optional;

/** Fits and evaluates a challenger. Called on the trainer's thread. */
@FunctionalInterface
public interface RoundRunner {

  /**
   * @param version the number that the bundle is to carry
   * @param active what it must beat; empty if there is none
   */
  Round run(List<LabelledWindow> examples, long version, Optional<FusionModel> active);
}
