// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.FusionModel;
import io.skewline.ledger.Meters;
import io.skewline.models.ModelListener;
import io.skewline.serve.ActiveModel;
import io.skewline.train.Incumbent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The active model, as the trainer's own follower has it: to be beaten. Safe for many threads. */
final class Champion implements ModelListener, Incumbent, AutoCloseable {
  private final ActiveModel active = new ActiveModel(Meters.unread());

  @Override
  public synchronized void activate(FusionModel model, Activation activation) {
    if (activation.role() == Activation.Role.ACTIVE) {
      active.swap(model);
      notifyAll();
    } else {
      model.close();
    }
  }

  @Override
  public boolean wants(Activation.Role role) {
    return role == Activation.Role.ACTIVE;
  }

  /** Empty before the first; to be closed after use. */
  Optional<ActiveModel.Lease> lease() {
    return active.lease();
  }

  Optional<String> hash() {
    return ask(FusionModel::hash);
  }

  @Override
  public <T> Optional<T> ask(Function<FusionModel, T> question) {
    Optional<ActiveModel.Lease> lease = lease();
    try {
      return lease.map(held -> question.apply(held.model()));
    } finally {
      lease.ifPresent(ActiveModel.Lease::close);
    }
  }

  /**
   * Waits for a model, if it is not there already.
   *
   * @return whether it is the one now
   */
  synchronized boolean await(String hash, Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (!hash().equals(Optional.of(hash))) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  @Override
  public void close() {
    active.close();
  }
}
