// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.align.AlignSettings;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Units;
import io.skewline.wire.RejectReason;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why frames ended as they did: a sentence that begins with the outcome. Settings are quoted as the
 * topology file has them now.
 */
final class Sentences {
  private final FusionApp app;
  private final VerdictSentences verdicts;
  private final RejectSentences rejections;

  Sentences(FusionApp app) {
    this.app = app;
    this.verdicts = new VerdictSentences(app);
    this.rejections = new RejectSentences(app);
  }

  /**
   * @param verdict the final one on the window that decided, where it is known
   */
  String of(FrameEnd end, Optional<Prediction> verdict) {
    String name = end.reason();
    Modality modality = end.modality();
    String why =
        named(EndReason.values(), EndReason::label, name)
            .map(reason -> ended(reason, modality))
            .or(
                () ->
                    named(RejectReason.values(), RejectReason::label, name)
                        .map(reason -> rejections.of(reason, modality)))
            .or(
                () ->
                    named(ClosingReason.values(), ClosingReason::label, name)
                        .map(reason -> verdicts.of(end.outcome(), reason, verdict)))
            .orElse("the reason '" + name + "' is not known to this version");
    return end.outcome().label() + ": " + why;
  }

  private static <E> Optional<E> named(E[] values, Function<E, String> label, String name) {
    for (E value : values) {
      if (label.apply(value).equals(name)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private String ended(EndReason reason, Modality modality) {
    AlignSettings.Limits limits = app.align().limits();
    return switch (reason) {
      case BEHIND_WATERMARK ->
          "it came after %s's watermark%s had passed the end of every window that could hold it"
              .formatted(modality, lateness(modality));
      case CLOSED_EARLY ->
          "its windows had been closed before it came, by their deadline (align.deadline %s)"
              .formatted(Units.text(app.align().timing().deadline()));
      case OLD_SESSION -> "it belongs to a session that the stream had left";
      case AFTER_END -> "it came after the end-of-stream marker of " + modality;
      case EVICTED ->
          "its windows had been closed when the stream was evicted (align.idle %s)"
              .formatted(Units.text(app.align().timing().idle()));
      case SAME_SEQUENCE ->
          "a frame of the same session with the same sequence number had been accepted";
      case FRAMES_PER_WINDOW ->
          "its window was full (align.limits.framesPerWindow %d)"
              .formatted(limits.framesPerWindow());
      case WINDOWS_PER_STREAM ->
          "the stream had too many open windows (align.limits.windowsPerStream %d)"
              .formatted(limits.windowsPerStream());
      case STREAMS_PER_TASK ->
          "its partition had too many streams (align.limits.streamsPerTask %d)"
              .formatted(limits.streamsPerTask());
      case BYTES_PER_TASK ->
          "the state of its partition was full (align.limits.bytesPerTask %d bytes)"
              .formatted(limits.bytesPerTask());
      case NO_ANCHOR -> "no frame of " + anchor() + " took it for its nearest";
    };
  }

  private String lateness(Modality modality) {
    return app.streams().stream()
        .filter(s -> s.spec().modality().equals(modality))
        .findFirst()
        .map(
            s ->
                " (its newest event time less streams.%s.lateness, %s)"
                    .formatted(modality, Units.text(s.lateness())))
        .orElse("");
  }

  private String anchor() {
    return app.align().windowing() instanceof AlignSettings.Nearest nearest
        ? "%s, the anchor, within %s".formatted(nearest.anchor(), Units.text(nearest.tolerance()))
        : "the anchor";
  }
}
