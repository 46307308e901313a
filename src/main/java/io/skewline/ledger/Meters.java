// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * What happens in this process, told to its meters ({@link MeterSpec}): the per-process view of
 * what the {@link LedgerStore} records. Safe for many threads.
 */
public final class Meters {
  private final MeterRegistry registry;
  private final RegisteredMeters meters;
  private final LedgerMeters ledger;
  private final Map<String, Gauge> serving = new HashMap<>();
  private final Set<String> engines = ConcurrentHashMap.newKeySet();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong labelled = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    this.meters = new RegisteredMeters(registry);
    this.ledger = new LedgerMeters(meters);
    meters.set(MeterSpec.ACTIVE_VERSION, 0);
    meters.watch(MeterSpec.HELD, held::get);
  }

  /** Meters that nobody reads, for tests and tools. */
  public static Meters unread() {
    return new Meters(new SimpleMeterRegistry());
  }

  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Registers every counter of a process at 0: a first increment from nothing is none to
   * Prometheus.
   *
   * @param classes the labels of the task; none for regression
   */
  public void begin(MeterSpec.Where process, List<Modality> modalities, List<String> classes) {
    ExpectedSeries.of(process, modalities, classes)
        .forEach((spec, series) -> series.forEach(values -> meters.counter(spec, values)));
  }

  /**
   * @param bytes of its key and value
   */
  public void frameReceived(Modality modality, int bytes) {
    meters.counter(MeterSpec.FRAMES, modality.name()).increment();
    meters.counter(MeterSpec.BYTES, modality.name()).increment(bytes);
  }

  /** Frames read so far, of all modalities. */
  public static double framesRead(MeterRegistry registry) {
    return registry.find(MeterSpec.FRAMES.meter()).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  public void framesEnded(Modality modality, Outcome outcome, long frames) {
    meters.counter(MeterSpec.FRAMES_ENDED, modality.name(), outcome.label()).increment(frames);
  }

  /** An open window's frame that a restart did not find on its topic any more. */
  public void frameGone(Modality modality) {
    meters.counter(MeterSpec.FRAMES_GONE, modality.name()).increment();
  }

  /**
   * By what a modality's keys are spread over the partitions: 1 at the label for which this is so.
   */
  public void partitioner(Modality modality, String label, BooleanSupplier isSo) {
    meters.watch(MeterSpec.PARTITIONER, () -> isSo.getAsBoolean() ? 1 : 0, modality.name(), label);
  }

  /** A record went to the rejected topic. */
  public void rejected(String reason) {
    meters.counter(MeterSpec.REJECTED, reason).increment();
  }

  public void windowClosed(ClosingReason reason) {
    meters.counter(MeterSpec.WINDOWS, reason.label()).increment();
  }

  /**
   * A task has committed its ledger.
   *
   * @param task names it within this process and application
   */
  public void committed(Object task, Map<Modality, Balance> balances) {
    ledger.committed(task, balances);
  }

  /** A task is no more in this process. */
  public void taskGone(Object task) {
    ledger.gone(task);
  }

  /** A final verdict. */
  public void verdict(Verdict verdict) {
    meters.counter(MeterSpec.VERDICTS, verdict.label()).increment();
  }

  /** A window with a final verdict had no frame of the modality. */
  public void missing(Modality modality) {
    meters.counter(MeterSpec.MISSING, modality.name()).increment();
  }

  /**
   * @param delay from when the window could close to its final verdict
   */
  public void verdictAfter(Duration delay) {
    meters.timer(MeterSpec.DELAY).record(delay);
  }

  /**
   * @param micros of a modality's mean frame time after that of the first modality used; below 0
   *     before it
   */
  public void offset(Modality modality, long micros) {
    String side = micros < 0 ? "before" : "after";
    meters.summary(MeterSpec.OFFSET, modality.name(), side).record(Math.abs(micros) / 1e6);
  }

  /**
   * A final prediction of the active model.
   *
   * @param best its class; {@code value} for regression
   * @param agreement NaN where there is none
   */
  public void predicted(String best, double confidence, double agreement) {
    meters.counter(MeterSpec.PREDICTIONS, best).increment();
    meters.summary(MeterSpec.CONFIDENCE).record(confidence);
    if (!Double.isNaN(agreement)) {
      meters.summary(MeterSpec.AGREEMENT).record(agreement);
    }
  }

  /**
   * @param more closed windows that wait for the first model; below 0 fewer
   */
  public void held(int more) {
    held.addAndGet(more);
  }

  /** Closed windows of this process that wait for the first model. */
  public long held() {
    return held.get();
  }

  /** One call of the model. */
  public void batch(int windows, Duration took) {
    meters.summary(MeterSpec.BATCH_SIZE).record(windows);
    meters.timer(MeterSpec.SCORE).record(took);
  }

  /** Likewise, the first of a task since a model became active. */
  public void firstBatch(Duration took) {
    meters.timer(MeterSpec.SWAP_PAUSE).record(took);
  }

  /**
   * How bad a condition is.
   *
   * @param load as a share of what the active model is certified for; NaN where nobody knows
   */
  public void condition(String condition, Modality modality, DoubleSupplier load) {
    meters.watch(MeterSpec.CONDITION, load, condition, modality.name());
  }

  public void swapped(long version) {
    meters.set(MeterSpec.ACTIVE_VERSION, version);
    meters.counter(MeterSpec.SWAPS).increment();
  }

  /** What computes the active model: 1 at these engines, 0 at those before. */
  public void computedBy(Set<String> names) {
    engines.addAll(names);
    engines.forEach(name -> meters.set(MeterSpec.ENGINE, names.contains(name) ? 1 : 0, name));
  }

  public void bundleRefused(String reason) {
    meters.counter(MeterSpec.REFUSED, reason).increment();
  }

  /** A candidate could not score what it was given. */
  public void shadowFailed() {
    meters.counter(MeterSpec.SHADOW_FAILED).increment();
  }

  /** Which model has a role: a series of value 1, in place of the one before. */
  public synchronized void serves(String role, long version, String hash) {
    servesNoMore(role);
    serving.put(role, meters.watch(MeterSpec.INFO, () -> 1, role, Long.toString(version), hash));
  }

  public synchronized void servesNoMore(String role) {
    Gauge before = serving.remove(role);
    if (before != null) {
      meters.remove(before);
    }
  }

  /** A window of the trainer that became an example. */
  public void windowLabelled() {
    labelled.incrementAndGet();
    windowOver();
  }

  /** A window of the trainer that became no example. */
  public void windowGivenUp(String reason) {
    meters.counter(MeterSpec.UNUSED, reason).increment();
    windowOver();
  }

  /** A process without labels has no such gauge. */
  private void windowOver() {
    if (ended.getAndIncrement() == 0) {
      meters.watch(MeterSpec.COVERAGE, () -> (double) labelled.get() / ended.get());
    }
  }

  /** A prediction came to the scoreboard. */
  public void scorePrediction(String role) {
    meters.counter(MeterSpec.SCORED, role).increment();
  }

  /** A prediction met its label. */
  public void scoreLabelled(String role, boolean hit) {
    meters.counter(MeterSpec.LABELLED, role, String.valueOf(hit)).increment();
  }

  /**
   * @param accuracy of the model that predicted last in the role; not a number before any label
   */
  public void scoreAccuracy(String role, DoubleSupplier accuracy) {
    meters.watch(MeterSpec.ACCURACY, accuracy, role);
  }

  /**
   * How the active model fares on examples before they are learnt from.
   *
   * @param windowed share of hits among the last ones; NaN before the first
   * @param faded the same with all before, older ones counting less and less
   * @param error mean absolute error among the last ones; NaN where the task has classes
   */
  public void prequential(double windowed, double faded, double error) {
    meters.set(MeterSpec.HITS, windowed, "window");
    meters.set(MeterSpec.HITS, faded, "faded");
    meters.set(MeterSpec.ERROR, error);
  }

  /** The active model has become worse than it was. */
  public void drift() {
    meters.counter(MeterSpec.DRIFTS).increment();
  }

  /** An example reached the learner. */
  public void example() {
    meters.counter(MeterSpec.EXAMPLES).increment();
  }

  /** Something was decided about a model. */
  public void decided(String decision, String by) {
    meters.counter(MeterSpec.DECISIONS, decision, by).increment();
  }

  public void round(boolean published, Duration took) {
    meters.timer(MeterSpec.ROUND, String.valueOf(published)).record(took);
  }
}
