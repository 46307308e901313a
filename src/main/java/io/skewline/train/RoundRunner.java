// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.LabelledWindow;
import java.util.List;

/** Fits a challenger and evaluates it against the active model. Called on the trainer's thread. */
@FunctionalInterface
public interface RoundRunner {

  /**
   * @param version the number that the bundle is to carry
   */
  Round run(List<LabelledWindow> examples, long version);
}
