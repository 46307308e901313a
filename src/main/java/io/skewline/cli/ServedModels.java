// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import io.skewline.models.ModelListener;
import io.skewline.serve.ActiveModel;
import io.skewline.serve.ConditionsWatch;
import java.util.function.Consumer;

/** The models of a processor: the active one, and a candidate if any is to be heard. */
final class ServedModels implements ModelListener, AutoCloseable {
  private final ActiveModel active;
  private final ActiveModel candidate;
  private final boolean shadowing;
  private final Consumer<FusionModel> loaded;

  /**
   * @param conditions told of the active model and of what it scores
   * @param shadowing whether candidates score anything
   * @param loaded told of each model before it serves
   */
  ServedModels(
      Meters meters, ConditionsWatch conditions, boolean shadowing, Consumer<FusionModel> loaded) {
    this.active = new ActiveModel(meters, manifest -> {}, conditions);
    this.candidate = new ActiveModel(meters, Role.CHALLENGER);
    this.shadowing = shadowing;
    this.loaded = loaded;
  }

  ActiveModel active() {
    return active;
  }

  ActiveModel candidate() {
    return candidate;
  }

  @Override
  public void activate(FusionModel model, Activation activation) {
    loaded.accept(model);
    if (activation.role() == Activation.Role.ACTIVE) {
      active.swap(model);
    } else {
      candidate.swap(model);
    }
  }

  /** A candidate that scores nothing would be fetched for nothing. */
  @Override
  public boolean wants(Activation.Role role) {
    return role == Activation.Role.ACTIVE || shadowing;
  }

  @Override
  public void candidateWithdrawn() {
    candidate.clear();
  }

  @Override
  public void close() {
    active.close();
    candidate.close();
  }
}
