// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The scores of the active model on examples before they are learnt from, as gauges from the first
 * score on. One thread sets, any reads.
 */
final class PrequentialMeters {
  private final MeterRegistry registry;
  private final AtomicBoolean registered = new AtomicBoolean();
  private volatile double windowed = Double.NaN;
  private volatile double faded = Double.NaN;
  private volatile double error = Double.NaN;

  PrequentialMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void set(double windowedHits, double fadedHits, double meanError) {
    windowed = windowedHits;
    faded = fadedHits;
    error = meanError;
    if (registered.compareAndSet(false, true)) {
      register();
    }
  }

  private void register() {
    String hits = "skewline.train.prequential.hits";
    String described = "Share of the examples that the active model got right before learning them";
    Gauge.builder(hits, this, meters -> meters.windowed)
        .description(described)
        .tag("over", "window")
        .register(registry);
    Gauge.builder(hits, this, meters -> meters.faded)
        .description(described)
        .tag("over", "faded")
        .register(registry);
    Gauge.builder("skewline.train.prequential.error", this, meters -> meters.error)
        .description(
            "Mean absolute error of the active model on the last examples; NaN for classes")
        .register(registry);
  }
}
