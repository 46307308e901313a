// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.FusionModel;

/** Takes over the models that a {@link ModelFollower} has loaded. Called by its one thread. */
@FunctionalInterface
public interface ModelListener {

  /**
   * A verified, warm model. It belongs to the listener from here on, which closes the one that it
   * replaces when no batch uses it any more.
   *
   * @param activation whose role says what the model is for
   */
  void activate(FusionModel model, Activation activation);

  /** Whether models of that role are to be fetched and loaded; always the same answer. */
  default boolean wants(Role role) {
    return true;
  }

  /** The candidate is not to be followed any more. An active model is only ever replaced. */
  default void candidateWithdrawn() {}
}
