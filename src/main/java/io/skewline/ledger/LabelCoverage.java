// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Of the windows that came to their end in this process, the share that got a label. A gauge from
 * the first such window on: a process without labels has none. Safe for many threads.
 */
final class LabelCoverage {
  private final MeterRegistry registry;
  private final AtomicBoolean registered = new AtomicBoolean();
  private final AtomicLong labelled = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  LabelCoverage(MeterRegistry registry) {
    this.registry = registry;
  }

  void labelled() {
    labelled.incrementAndGet();
    unlabelled();
  }

  void unlabelled() {
    ended.incrementAndGet();
    if (registered.compareAndSet(false, true)) {
      Gauge.builder("skewline.train.label.coverage", this, LabelCoverage::share)
          .description("Share of the windows that came to an end which got a label")
          .register(registry);
    }
  }

  private double share() {
    return (double) labelled.get() / ended.get();
  }
}
