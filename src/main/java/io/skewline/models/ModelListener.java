// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.FusionModel;

/** Told of every model that has been verified and warmed, on the follower's thread. */
@FunctionalInterface
public interface ModelListener {

  /** Takes the model over, closing included. */
  void activate(FusionModel model, Activation activation);
}
