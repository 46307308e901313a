// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Every meter of Skewline by name: the per-process view of what the {@link LedgerStore} records.
 * Tags have few, fixed values: never a stream id, and a model version in {@code
 * skewline.models.info} alone. Safe for many threads.
 */
public final class Meters {
  private final MeterRegistry registry;
  private final ConcurrentMap<Object, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicInteger> engines = new ConcurrentHashMap<>();
  private final Map<String, Gauge> serving = new HashMap<>();
  private final AtomicLong activeModelVersion = new AtomicLong();
  private final AtomicLong heldWindows = new AtomicLong();
  private final LabelCoverage labelCoverage;
  private final PrequentialMeters prequential;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    this.labelCoverage = new LabelCoverage(registry);
    this.prequential = new PrequentialMeters(registry);
    Gauge.builder("skewline.models.active.version", activeModelVersion, AtomicLong::get)
        .description("Version number of the active model; 0 before the first")
        .register(registry);
    Gauge.builder("skewline.fuse.held", heldWindows, AtomicLong::get)
        .description("Closed windows that wait for the first model")
        .register(registry);
  }

  /** Meters that nobody reads, for tests and tools. */
  public static Meters unread() {
    return new Meters(new SimpleMeterRegistry());
  }

  public MeterRegistry registry() {
    return registry;
  }

  /**
   * @param bytes of its key and value
   */
  public void frameReceived(Modality modality, int bytes) {
    counter(modality, m -> counter("skewline.decode.frames", "Frames read", "modality", m.name()))
        .increment();
    record Bytes(Modality modality) {}
    counter(
            new Bytes(modality),
            k ->
                counter(
                    "skewline.decode.bytes",
                    "Keys and values of the frames read",
                    "modality",
                    k.modality.name()))
        .increment(bytes);
  }

  public void framesEnded(Modality modality, Outcome outcome, long frames) {
    record Key(Modality modality, Outcome outcome) {}
    counter(
            new Key(modality, outcome),
            k ->
                counter(
                    "skewline.align.frames.ended",
                    "Frames by their one outcome",
                    "modality",
                    k.modality.name(),
                    "outcome",
                    k.outcome.label()))
        .increment(frames);
  }

  /** An open window's frame that a restart did not find on its topic any more. */
  public void frameGone(Modality modality) {
    record Key(Modality modality) {}
    counter(
            new Key(modality),
            k ->
                counter(
                    "skewline.align.frames.gone",
                    "Frames that a restart did not find again",
                    "modality",
                    k.modality.name()))
        .increment();
  }

  /**
   * By what a modality's keys are spread over the partitions: 1 at the label for which this is so.
   */
  public void partitioner(Modality modality, String label, BooleanSupplier isSo) {
    Gauge.builder("skewline.decode.partitioner", () -> isSo.getAsBoolean() ? 1 : 0)
        .description("1 at the partitioner that the keys of a modality fit")
        .tags("modality", modality.name(), "partitioner", label)
        .register(registry);
  }

  /** A record went to the rejected topic. */
  public void rejected(String reason) {
    counter(
            "rejected " + reason,
            k -> counter("skewline.decode.rejected", "Records rejected", "reason", reason))
        .increment();
  }

  public void windowClosed(ClosingReason reason) {
    counter(reason, r -> counter("skewline.align.windows", "Windows closed", "reason", r.label()))
        .increment();
  }

  public void verdict(Verdict verdict) {
    counter(verdict, v -> counter("skewline.fuse.verdicts", "Final verdicts", "verdict", v.label()))
        .increment();
  }

  /**
   * @param more closed windows that wait for the first model; below 0 fewer
   */
  public void held(int more) {
    heldWindows.addAndGet(more);
  }

  /** Closed windows of this process that wait for the first model. */
  public long held() {
    return heldWindows.get();
  }

  /** One call of the model. */
  public void batch(int windows, Duration took) {
    DistributionSummary.builder("skewline.fuse.batch.size")
        .description("Windows per call of the model")
        .register(registry)
        .record(windows);
    Timer.builder("skewline.fuse.score")
        .description("Time of one call of the model")
        .register(registry)
        .record(took);
  }

  /**
   * How bad a condition is.
   *
   * @param load as a share of what the active model is certified for; NaN where nobody knows
   */
  public void condition(String condition, Modality modality, DoubleSupplier load) {
    Gauge.builder("skewline.fuse.condition", load::getAsDouble)
        .description("A live condition as a share of what the active model is certified for")
        .tags("condition", condition, "modality", modality.name())
        .register(registry);
  }

  public void swapped(long version) {
    activeModelVersion.set(version);
    counter("swap", k -> counter("skewline.models.swaps", "Models made active")).increment();
  }

  /** What computes the active model: 1 at these engines, 0 at those before. */
  public void computedBy(Set<String> names) {
    for (String name : names) {
      engines.computeIfAbsent(name, this::engine);
    }
    engines.forEach((name, gauge) -> gauge.set(names.contains(name) ? 1 : 0));
  }

  private AtomicInteger engine(String name) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder("skewline.fuse.engine", value, AtomicInteger::get)
        .description("1 at the engines that compute the active model")
        .tag("engine", name)
        .register(registry);
    return value;
  }

  public void bundleRefused(String reason) {
    counter(
            "refused " + reason,
            k -> counter("skewline.models.refused", "Bundles refused", "reason", reason))
        .increment();
  }

  /** A window of the trainer that became an example. */
  public void windowLabelled() {
    labelCoverage.labelled();
  }

  /** A window of the trainer that became no example. */
  public void windowGivenUp(String reason) {
    labelCoverage.unlabelled();
    counter(
            "given up " + reason,
            k ->
                counter(
                    "skewline.train.windows.unused", "Windows without example", "reason", reason))
        .increment();
  }

  /** A candidate could not score what it was given. */
  public void shadowFailed() {
    counter(
            "shadow failed",
            k -> counter("skewline.fuse.shadow.failed", "Calls of a candidate that failed"))
        .increment();
  }

  /** A prediction came to the scoreboard. */
  public void scorePrediction(String role) {
    counter(
            "score predictions " + role,
            k ->
                counter(
                    "skewline.score.predictions",
                    "Final predictions that came to the scoreboard",
                    "role",
                    role))
        .increment();
  }

  /** A prediction met its label. */
  public void scoreLabelled(String role, boolean hit) {
    record Key(String role, boolean hit) {}
    counter(
            new Key(role, hit),
            k ->
                counter(
                    "skewline.score.labelled",
                    "Predictions that met their label",
                    "role",
                    role,
                    "hit",
                    String.valueOf(hit)))
        .increment();
  }

  /**
   * @param accuracy of the model that predicted last in the role; not a number before any label
   */
  public void scoreAccuracy(String role, DoubleSupplier accuracy) {
    Gauge.builder("skewline.score.accuracy", accuracy::getAsDouble)
        .description("Share of labelled predictions that hit, of the model in the role")
        .tag("role", role)
        .register(registry);
  }

  /** Which model has a role: a series of value 1, in place of the one before. */
  public synchronized void serves(String role, long version, String hash) {
    servesNoMore(role);
    serving.put(
        role,
        Gauge.builder("skewline.models.info", () -> 1)
            .description("The model in the role, by its tags")
            .tags("role", role, "version", Long.toString(version), "hash", hash)
            .register(registry));
  }

  public synchronized void servesNoMore(String role) {
    Gauge before = serving.remove(role);
    if (before != null) {
      registry.remove(before);
    }
  }

  /**
   * How the active model fares on examples before they are learnt from.
   *
   * @param windowed share of hits among the last ones; NaN before the first
   * @param faded the same with all before, older ones counting less and less
   * @param error mean absolute error among the last ones; NaN where the task has classes
   */
  public void prequential(double windowed, double faded, double error) {
    prequential.set(windowed, faded, error);
  }

  /** The active model has become worse than it was. */
  public void drift() {
    counter("drift", k -> counter("skewline.train.drifts", "Changes noticed")).increment();
  }

  /** The trainer's side: an example reached the learner, a round ended. */
  public void example() {
    counter("example", k -> counter("skewline.train.examples", "Examples learnt from")).increment();
  }

  public void round(boolean published, Duration took) {
    Timer.builder("skewline.train.round")
        .description("Time of one round of fitting and evaluating")
        .tag("published", String.valueOf(published))
        .register(registry)
        .record(took);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  @SuppressWarnings("unchecked")
  private <K> Counter counter(K key, Function<K, Counter> make) {
    return counters.computeIfAbsent(key, k -> make.apply((K) k));
  }
}
