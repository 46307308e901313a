// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.align.AlignSettings;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Units;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a window got its verdict, and what that was. */
final class VerdictSentences {
  private final FusionApp app;

  VerdictSentences(FusionApp app) {
    this.app = app;
  }

  String of(Outcome outcome, ClosingReason reason, Optional<Prediction> verdict) {
    String closing = closing(reason, verdict);
    return switch (outcome) {
      case FUSED -> closing + verdict.map(VerdictSentences::fused).orElse("");
      case UNPAIRED -> closing + ", without " + required(verdict);
      case NO_MODEL -> closing + " while no model was active" + baseline(verdict);
      // Only verdicts have closing reasons; what else stands here was written by another version.
      default -> closing;
    };
  }

  private String closing(ClosingReason reason, Optional<Prediction> verdict) {
    AlignSettings.Timing timing = app.align().timing();
    return switch (reason) {
      case COMPLETE -> "the window was complete, every modality had passed its end";
      case DEADLINE ->
          "the window closed by its deadline (align.deadline %s), %s silent"
              .formatted(Units.text(timing.deadline()), silent(verdict));
      case IDLE ->
          "the window closed because no frame of the stream had come for align.idle, %s"
              .formatted(Units.text(timing.idle()));
      case SESSION_END ->
          "the window closed because the stream began a new epoch or all its modalities had ended";
      case SHUTDOWN -> "the window closed because the application was drained";
      case EARLY -> "the window has not closed yet, this was an early look";
    };
  }

  private static String silent(Optional<Prediction> verdict) {
    List<Modality> silent = verdict.map(Prediction::silent).orElse(List.of());
    return (silent.isEmpty() ? "a modality" : list(silent)) + " being";
  }

  private String required(Optional<Prediction> verdict) {
    List<Modality> lacking =
        verdict.map(Prediction::missing).orElse(List.of()).stream().filter(this::required).toList();
    return lacking.isEmpty()
        ? "a modality that is required"
        : list(lacking) + ", which " + (lacking.size() == 1 ? "is" : "are") + " required";
  }

  private boolean required(Modality modality) {
    return app.streams().stream()
        .anyMatch(s -> s.spec().modality().equals(modality) && s.required());
  }

  private static String fused(Prediction prediction) {
    String without = prediction.missing().isEmpty() ? "" : " without " + list(prediction.missing());
    return prediction
        .scored()
        .map(
            scored ->
                "; model version %d fused it%s: %s%s"
                    .formatted(scored.modelVersion(), without, says(scored), corrected(prediction)))
        .orElse("");
  }

  private static String baseline(Optional<Prediction> verdict) {
    return verdict
        .flatMap(Prediction::scored)
        .map(scored -> "; the baseline (fusion.noModel) was told: " + says(scored))
        .orElse("");
  }

  private static String says(Prediction.Scored scored) {
    FusionScore score = scored.score();
    String said =
        scored.labels().isEmpty()
            ? String.format(Locale.ROOT, "%.3f", score.scores()[0])
            : String.format(
                Locale.ROOT,
                "%s, confidence %.2f",
                scored.labels().get(score.best()),
                score.confidence());
    return Double.isNaN(score.agreement())
        ? said
        : said + String.format(Locale.ROOT, ", agreement %.2f", score.agreement());
  }

  private static String corrected(Prediction prediction) {
    return prediction.revision() == 0 ? "" : ", correcting an early verdict";
  }

  private static String list(List<Modality> modalities) {
    return modalities.stream().map(Modality::name).collect(Collectors.joining(", "));
  }
}
