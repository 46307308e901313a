// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.FusionModel;
import io.skewline.ledger.Meters;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The model in service. A swap replaces one reference; a batch leases the model that it finds, so a
 * replaced model is closed after the last batch that uses it, once. Safe for many threads.
 */
public final class ActiveModel implements AutoCloseable {
  private final Meters meters;
  private final AtomicReference<Counted> active = new AtomicReference<>();
  private final AtomicLong swaps = new AtomicLong();

  public ActiveModel(Meters meters) {
    this.meters = meters;
  }

  /** Takes the model over. */
  public void swap(FusionModel model) {
    Counted before = active.getAndSet(new Counted(model));
    swaps.incrementAndGet();
    meters.swapped(model.manifest().version());
    if (before != null) {
      before.release();
    }
  }

  public boolean present() {
    return active.get() != null;
  }

  /** How often a model was made active, the first one included. */
  public long swaps() {
    return swaps.get();
  }

  /** The model for one batch; empty before the first. To be closed after the batch. */
  public Optional<Lease> lease() {
    while (true) {
      Counted counted = active.get();
      if (counted == null) {
        return Optional.empty();
      }
      if (counted.retain()) {
        return Optional.of(new Lease(counted));
      }
      // Replaced and closed between the two lines: the next one is there already.
    }
  }

  @Override
  public void close() {
    Counted before = active.getAndSet(null);
    if (before != null) {
      before.release();
    }
  }

  /** The right to use a model until closed. */
  public static final class Lease implements AutoCloseable {
    private final Counted counted;

    private Lease(Counted counted) {
      this.counted = counted;
    }

    public FusionModel model() {
      return counted.model;
    }

    @Override
    public void close() {
      counted.release();
    }
  }

  /** A model and how many hold it: its being active counts as one. */
  private static final class Counted {
    private final FusionModel model;
    private final AtomicInteger holders = new AtomicInteger(1);

    private Counted(FusionModel model) {
      this.model = model;
    }

    private boolean retain() {
      return holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) != 0;
    }

    private void release() {
      if (holders.decrementAndGet() == 0) {
        model.close();
      }
    }
  }
}
