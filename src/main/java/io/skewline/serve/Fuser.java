// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static io.skewline.modality.Verdict.DROPPED_NO_MODEL;
import static io.skewline.modality.Verdict.DROPPED_UNPAIRED;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.Prediction.Scored;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verdicts and scores for a batch of closed windows; reads the active model once per batch. */
final class Fuser {
  private final FuseSettings settings;
  private final ActiveModel active;
  private final Meters meters;

  /** What is said of a window without a model; empty for nothing. */
  private final Optional<Scored> baseline;

  /** The model of the last batch; empty before the first. */
  private String lastHash = "";

  Fuser(FuseSettings settings, ActiveModel active, Meters meters) {
    this.settings = settings;
    this.active = active;
    this.meters = meters;
    this.baseline =
        settings.noModel() instanceof NoModel.Baseline base
            ? Optional.of(base.scored())
            : Optional.empty();
  }

  /** One prediction per window, in order. */
  List<Prediction> fuse(List<ClosedWindow> windows) {
    Optional<ActiveModel.Lease> lease = active.lease();
    if (lease.isEmpty()) {
      Usable all = Usable.withoutModel();
      return windows.stream()
          .map(w -> paired(w, all) ? unmodelled(w, all) : dropped(w, all, DROPPED_UNPAIRED))
          .toList();
    }
    try (ActiveModel.Lease held = lease.get()) {
      return fuse(windows, held.model());
    }
  }

  private Prediction unmodelled(ClosedWindow window, Usable all) {
    List<Modality> used = all.of(window.window(), settings.modalities());
    return prediction(window, used, DROPPED_NO_MODEL, baseline);
  }

  private List<Prediction> fuse(List<ClosedWindow> windows, FusionModel model) {
    Usable usable = Usable.by(model.manifest().plan(), settings.modalities());
    List<AlignedWindow> paired =
        windows.stream().filter(w -> paired(w, usable)).map(ClosedWindow::window).toList();
    long started = System.nanoTime();
    List<FusionScore> scores = paired.isEmpty() ? List.of() : model.score(paired);
    if (!paired.isEmpty()) {
      tell(model, paired.size(), Duration.ofNanos(System.nanoTime() - started));
    }
    List<Prediction> predictions = new ArrayList<>(windows.size());
    int next = 0;
    for (ClosedWindow window : windows) {
      predictions.add(
          paired(window, usable)
              ? fused(window, usable, scored(model, scores.get(next++)))
              : dropped(window, usable, DROPPED_UNPAIRED));
    }
    active.conditions().saw(model, paired, predictions);
    return predictions;
  }

  private void tell(FusionModel model, int windows, Duration took) {
    meters.batch(windows, took);
    if (!model.hash().equals(lastHash)) {
      lastHash = model.hash();
      meters.firstBatch(took);
    }
  }

  private boolean paired(ClosedWindow window, Usable usable) {
    return settings.required().stream().allMatch(m -> usable.has(window.window(), m))
        && settings.modalities().stream().anyMatch(m -> usable.has(window.window(), m));
  }

  private static Optional<Scored> scored(FusionModel model, FusionScore score) {
    BundleManifest manifest = model.manifest();
    List<String> labels = manifest.task().labels();
    return Optional.of(
        new Scored(labels, score, manifest.plan().name(), manifest.version(), model.hash()));
  }

  private Prediction fused(ClosedWindow window, Usable usable, Optional<Scored> scored) {
    List<Modality> used = usable.of(window.window(), settings.modalities());
    boolean whole = used.size() == settings.modalities().size();
    return prediction(window, used, whole ? Verdict.FUSED : Verdict.FUSED_MISSING, scored);
  }

  private Prediction dropped(ClosedWindow window, Usable usable, Verdict verdict) {
    List<Modality> used = usable.of(window.window(), settings.modalities());
    return prediction(window, used, verdict, Optional.empty());
  }

  private Prediction prediction(
      ClosedWindow closed, List<Modality> used, Verdict verdict, Optional<Scored> scored) {
    AlignedWindow window = closed.window();
    List<Modality> missing = settings.modalities().stream().filter(m -> !used.contains(m)).toList();
    Prediction prediction =
        new Prediction(
            window.id(),
            verdict,
            closed.reason(),
            used,
            missing,
            closed.silent(),
            offsets(window, used),
            closed.triggerMillis(),
            closed.revision(),
            scored);
    if (closed.reason().isFinal()) {
      tell(prediction);
    }
    return prediction;
  }

  private void tell(Prediction prediction) {
    meters.verdict(prediction.verdict());
    prediction.missing().forEach(meters::missing);
    prediction.used().stream()
        .skip(1)
        .forEach(m -> meters.offset(m, prediction.offsetsMicros().get(m)));
    // A window without a model may have a baseline, which is nobody's prediction.
    prediction.scored().filter(s -> prediction.verdict().fused()).ifPresent(this::tell);
  }

  private void tell(Scored scored) {
    FusionScore score = scored.score();
    List<String> labels = scored.labels();
    String best = labels.isEmpty() ? "value" : labels.get(score.best());
    meters.predicted(best, score.confidence(), score.agreement());
  }

  private static Map<Modality, Long> offsets(AlignedWindow window, List<Modality> used) {
    Map<Modality, Long> offsets = new LinkedHashMap<>();
    for (Modality modality : used) {
      PooledModality first = window.present().get(used.get(0));
      offsets.put(
          modality,
          window.present().get(modality).meanEventTimeMicros() - first.meanEventTimeMicros());
    }
    return offsets;
  }
}
