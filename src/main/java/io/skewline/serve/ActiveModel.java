// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The model in service. A swap replaces one reference; a batch leases the model that it finds, so a
 * replaced model is closed after the last batch that uses it, once. Safe for many threads.
 */
public final class ActiveModel implements AutoCloseable {
  private final Meters meters;
  private final Role role;
  private final AtomicReference<Counted> active = new AtomicReference<>();
  private final AtomicLong swaps = new AtomicLong();
  private final Consumer<BundleManifest> onSwap;
  private final ConditionsWatch conditions;
  private boolean closed;

  public ActiveModel(Meters meters) {
    this(meters, manifest -> {});
  }

  /**
   * @param role what meters call it; what is said of the model in service is the champion's alone
   */
  public ActiveModel(Meters meters, Role role) {
    this(meters, role, manifest -> {}, ConditionsWatch.none());
  }

  /**
   * Nobody watches the conditions.
   *
   * @param onSwap told of each model once batches can lease it, on the thread that swaps
   */
  public ActiveModel(Meters meters, Consumer<BundleManifest> onSwap) {
    this(meters, Role.CHAMPION, onSwap, ConditionsWatch.none());
  }

  /**
   * @param onSwap as above
   * @param conditions told of each model and of what it scores
   */
  public ActiveModel(Meters meters, Consumer<BundleManifest> onSwap, ConditionsWatch conditions) {
    this(meters, Role.CHAMPION, onSwap, conditions);
  }

  private ActiveModel(
      Meters meters, Role role, Consumer<BundleManifest> onSwap, ConditionsWatch conditions) {
    this.role = role;
    this.meters = meters;
    this.onSwap = onSwap;
    this.conditions = conditions;
  }

  /** Takes the model over; after {@link #close} only to close it. */
  public synchronized void swap(FusionModel model) {
    if (closed) {
      model.close();
      return;
    }
    Counted before = active.getAndSet(new Counted(model));
    swaps.incrementAndGet();
    tell(model);
    conditions.serving(model.manifest());
    if (before != null) {
      before.release();
    }
    onSwap.accept(model.manifest());
  }

  /** Whether the active model works where it is certified to. */
  public ConditionsWatch conditions() {
    return conditions;
  }

  private void tell(FusionModel model) {
    meters.serves(role.label(), model.manifest().version(), model.hash());
    if (role == Role.CHAMPION) {
      meters.swapped(model.manifest().version());
      meters.computedBy(model.engines());
    }
  }

  /** There is none any more, until the next swap. */
  public synchronized void clear() {
    Counted before = active.getAndSet(null);
    meters.servesNoMore(role.label());
    if (before != null) {
      before.release();
    }
  }

  public boolean present() {
    return active.get() != null;
  }

  /** Of the bundle; empty before the first. */
  public Optional<String> hash() {
    return Optional.ofNullable(active.get()).map(counted -> counted.model.hash());
  }

  /** What computes the active model; empty before the first. */
  public Set<String> engines() {
    Counted counted = active.get();
    return counted == null ? Set.of() : counted.model.engines();
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
  public synchronized void close() {
    closed = true;
    clear();
  }

  /** The right to use a model until closed; closing it again changes nothing. One thread. */
  public static final class Lease implements AutoCloseable {
    private final Counted counted;
    private boolean over;

    private Lease(Counted counted) {
      this.counted = counted;
    }

    public FusionModel model() {
      return counted.model;
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        counted.release();
      }
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
