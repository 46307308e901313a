// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the conditions under which the active model works against those it is certified for: the
 * share of windows that lack each modality, how far its frames are from the first modality's, and
 * how strong its inputs are beside what noise made of them. Warns when one leaves the certified
 * range; nothing is held up by that. Safe for many threads.
 */
public final class ConditionsWatch {
  /** The share of the clean score that counts as certified, where nothing else is said. */
  public static final double DEFAULT_SHARE = 0.9;

  private static final Logger LOG = LoggerFactory.getLogger(ConditionsWatch.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final boolean on;
  private final double share;
  private final Meters meters;
  private final LongSupplier nanoTime;
  private final Map<String, LiveCondition> conditions = new LinkedHashMap<>();
  private final Map<String, Long> logged = new LinkedHashMap<>();
  private List<Modality> modalities = List.of();
  private boolean certified;

  /**
   * @param share of the clean score, in (0, 1]
   */
  public ConditionsWatch(double share, Meters meters) {
    this(share, meters, System::nanoTime);
  }

  ConditionsWatch(double share, Meters meters, LongSupplier nanoTime) {
    this(true, share, meters, nanoTime);
  }

  private ConditionsWatch(boolean on, double share, Meters meters, LongSupplier nanoTime) {
    this.on = on;
    this.share = share;
    this.meters = meters;
    this.nanoTime = nanoTime;
  }

  /** Looks at nothing and says nothing: for a model that is not in service. */
  static ConditionsWatch none() {
    return new ConditionsWatch(false, DEFAULT_SHARE, Meters.unread(), System::nanoTime);
  }

  /** Another model is active. */
  synchronized void serving(BundleManifest manifest) {
    if (!on) {
      return;
    }
    Certificate certificate = manifest.certificate();
    certified = !certificate.points().isEmpty();
    modalities = manifest.modalities().stream().map(ModalitySpec::modality).toList();
    CertifiedRange range = new CertifiedRange(certificate, share);
    for (Modality modality : modalities) {
      condition(Condition.MISSING, modality)
          .limits(0, range.missingShare(modality).orElse(Double.NaN));
      // Another model standardises otherwise.
      condition(Condition.NOISE, modality).forget();
      condition(Condition.NOISE, modality).limits(0, range.power(modality).orElse(Double.NaN));
      condition(Condition.OFFSET, modality)
          .limits(
              range.offsetMillis(modality, -1).orElse(Double.NaN),
              range.offsetMillis(modality, 1).orElse(Double.NaN));
    }
  }

  private LiveCondition condition(Condition condition, Modality modality) {
    String name = condition.label() + " " + modality.name();
    return conditions.computeIfAbsent(
        name,
        n -> {
          LiveCondition live = new LiveCondition(n);
          meters.condition(condition.label(), modality, () -> load(live));
          return live;
        });
  }

  private synchronized double load(LiveCondition live) {
    return live.load();
  }

  /**
   * A batch has been scored.
   *
   * @param windows what the model was given
   * @param predictions on these and on windows that were dropped
   */
  synchronized void saw(
      FusionModel model, List<AlignedWindow> windows, List<Prediction> predictions) {
    if (!certified || windows.isEmpty()) {
      return;
    }
    predictions.stream().filter(p -> p.scored().isPresent()).forEach(this::saw);
    // One of a batch tells as much of the noise as all would, and costs less.
    model.inputPower(windows.get(0)).forEach((m, power) -> saw(Condition.NOISE, m, power));
  }

  private void saw(Prediction prediction) {
    for (Modality modality : modalities) {
      saw(Condition.MISSING, modality, prediction.missing().contains(modality) ? 1 : 0);
    }
    if (prediction.used().get(0).equals(modalities.get(0))) {
      prediction
          .offsetsMicros()
          .forEach((modality, micros) -> saw(Condition.OFFSET, modality, micros / 1e3));
    }
  }

  private void saw(Condition condition, Modality modality, double value) {
    LiveCondition live = condition(condition, modality);
    if (live.saw(value)) {
      String name = condition.label() + " " + modality.name();
      long now = nanoTime.getAsLong();
      Long last = logged.get(name);
      if (last == null || now - last >= QUIET.toNanos()) {
        logged.put(name, now);
        log(live);
      }
    }
  }

  private static void log(LiveCondition live) {
    if (live.outside()) {
      LOG.warn("Conditions have left the model's certified range: {}", live);
    } else {
      LOG.info("Conditions are back in the model's certified range: {}", live);
    }
  }

  /** For people: what is outside. */
  public synchronized String detail() {
    if (!certified) {
      return on ? "the active model has no certificate" : "not watched";
    }
    String outside =
        conditions.values().stream()
            .filter(LiveCondition::outside)
            .map(LiveCondition::toString)
            .collect(Collectors.joining("; "));
    return outside.isEmpty()
        ? "within the model's certified range"
        : "outside the model's certified range: " + outside;
  }
}
