// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Meters in a registry, made from their {@link MeterSpec} when first used. Values of tags come in
 * the order of the spec. Safe for many threads.
 */
final class RegisteredMeters {
  private final MeterRegistry registry;
  private final ConcurrentMap<Series, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Series, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Series, DistributionSummary> summaries = new ConcurrentHashMap<>();
  private final ConcurrentMap<Series, Gauged> gauges = new ConcurrentHashMap<>();

  private record Series(MeterSpec spec, List<String> values) {}

  private static final class Gauged {
    private volatile double value;

    private double value() {
      return value;
    }
  }

  RegisteredMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  Counter counter(MeterSpec spec, String... values) {
    return counters.computeIfAbsent(new Series(spec, List.of(values)), this::counter);
  }

  Timer timer(MeterSpec spec, String... values) {
    return timers.computeIfAbsent(new Series(spec, List.of(values)), this::timer);
  }

  DistributionSummary summary(MeterSpec spec, String... values) {
    return summaries.computeIfAbsent(new Series(spec, List.of(values)), this::summary);
  }

  /** Sets a gauge, which is there from the first time on. */
  void set(MeterSpec spec, double value, String... values) {
    gauges.computeIfAbsent(new Series(spec, List.of(values)), this::gauge).value = value;
  }

  /** A gauge that is asked when it is read; asked of the first supplier if there are more. */
  Gauge watch(MeterSpec spec, DoubleSupplier value, String... values) {
    return Gauge.builder(spec.meter(), value::getAsDouble)
        .description(spec.description())
        .baseUnit(baseUnit(spec))
        .tags(tags(spec, List.of(values)))
        .register(registry);
  }

  void remove(Gauge gauge) {
    registry.remove(gauge);
  }

  private Gauged gauge(Series series) {
    Gauged gauged = new Gauged();
    watch(series.spec, gauged::value, series.values.toArray(String[]::new));
    return gauged;
  }

  private Counter counter(Series series) {
    return Counter.builder(series.spec.meter())
        .description(series.spec.description())
        .baseUnit(baseUnit(series.spec))
        .tags(tags(series.spec, series.values))
        .register(registry);
  }

  private Timer timer(Series series) {
    Duration[] bounds =
        Arrays.stream(series.spec.buckets())
            .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
            .toArray(Duration[]::new);
    return Timer.builder(series.spec.meter())
        .description(series.spec.description())
        .serviceLevelObjectives(bounds)
        .tags(tags(series.spec, series.values))
        .register(registry);
  }

  private DistributionSummary summary(Series series) {
    return DistributionSummary.builder(series.spec.meter())
        .description(series.spec.description())
        .baseUnit(baseUnit(series.spec))
        .serviceLevelObjectives(series.spec.buckets())
        .tags(tags(series.spec, series.values))
        .register(registry);
  }

  private static @Nullable String baseUnit(MeterSpec spec) {
    return spec.measured() ? spec.unit() : null;
  }

  private static Tags tags(MeterSpec spec, List<String> values) {
    if (values.size() != spec.tags().size()) {
      throw new IllegalArgumentException(
          spec.meter() + " has the tags " + spec.tags() + ", not values " + values);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.size(); i++) {
      tags = tags.and(spec.tags().get(i).key(), values.get(i));
    }
    return tags;
  }
}
