// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.VIDEO;
import static io.skewline.topology.explain.Ends.alone;
import static io.skewline.topology.explain.Ends.dropped;
import static io.skewline.topology.explain.Ends.fused;
import static io.skewline.topology.explain.Ends.inFirst;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import io.skewline.topology.Fixtures;
import io.skewline.topology.FusionApp;
import io.skewline.wire.RejectReason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private final Sentences sentences =
      new Sentences(Fixtures.app("streams.video.required=true", "streams.audio.lateness=60s"));

  private String of(FrameEnd end) {
    return sentences.of(end, Optional.empty());
  }

  private String of(FrameEnd end, Prediction verdict) {
    return sentences.of(end, Optional.of(verdict));
  }

  @Test
  void shouldHaveASentenceOfItsOwnForEveryReason() {
    Set<String> all = new HashSet<>();
    for (EndReason reason : EndReason.values()) {
      all.add(of(alone(AUDIO, reason.outcome(), reason.label(), 1)));
    }
    for (RejectReason reason : RejectReason.values()) {
      all.add(of(alone(AUDIO, reason.outcome(), reason.label(), 1)));
    }
    for (ClosingReason reason : ClosingReason.values()) {
      for (Outcome outcome : List.of(Outcome.FUSED, Outcome.UNPAIRED, Outcome.NO_MODEL)) {
        all.add(of(inFirst(AUDIO, outcome, reason.label(), 1)));
      }
    }
    assertThat(all)
        .hasSize(
            EndReason.values().length
                + RejectReason.values().length
                + 3 * ClosingReason.values().length)
        .allMatch(s -> s.matches("[a-z_]+: .+[^.]"))
        .noneMatch(s -> s.contains("not known"));
  }

  @Test
  void shouldNameTheSettingThatDecided() {
    assertThat(of(alone(AUDIO, Outcome.LATE, "behind_watermark", 1)))
        .isEqualTo(
            "late: it came after audio's watermark (its newest event time less"
                + " streams.audio.lateness, 1m) had passed the end of every window that could hold"
                + " it");
    assertThat(of(alone(AUDIO, Outcome.OVERFLOW, "frames_per_window", 1)))
        .contains("align.limits.framesPerWindow 4096");
    assertThat(of(alone(AUDIO, Outcome.AHEAD, "future-time", 1)))
        .contains("align.maxAhead, 10s")
        .endsWith("topic t.rejected has the record");
    assertThat(of(alone(AUDIO, Outcome.INVALID, "wrong-width", 1))).contains("than 3;");
  }

  @Test
  void shouldNameTheAnchorAndItsTolerance() {
    FusionApp nearest = Fixtures.app("align.nearest.anchor=video", "align.nearest.tolerance=40ms");
    assertThat(
            new Sentences(nearest)
                .of(alone(AUDIO, Outcome.UNPAIRED, "no_anchor", 1), Optional.empty()))
        .isEqualTo("unpaired: no frame of video, the anchor, within 40ms took it for its nearest");
  }

  @Test
  void shouldTellWhatTheModelSaid() {
    FrameEnd end = inFirst(AUDIO, Outcome.FUSED, "complete", 24);
    assertThat(of(end, fused(ClosingReason.COMPLETE, List.of(), 0)))
        .isEqualTo(
            "fused: the window was complete, every modality had passed its end; model version 12"
                + " fused it: yes, confidence 0.71");
    assertThat(of(end, fused(ClosingReason.COMPLETE, List.of(), 1)))
        .endsWith("0.71, correcting an early verdict");
  }

  @Test
  void shouldTellWhoWasSilentAndWhoWasRequired() {
    FrameEnd fused = inFirst(AUDIO, Outcome.FUSED, "deadline", 24);
    assertThat(of(fused, fused(ClosingReason.DEADLINE, List.of(VIDEO), 0)))
        .isEqualTo(
            "fused: the window closed by its deadline (align.deadline 500ms), video being silent;"
                + " model version 12 fused it without video: yes, confidence 0.71");
    FrameEnd unpaired = inFirst(AUDIO, Outcome.UNPAIRED, "deadline", 24);
    assertThat(of(unpaired, dropped(Verdict.DROPPED_UNPAIRED, ClosingReason.DEADLINE)))
        .isEqualTo(
            "unpaired: the window closed by its deadline (align.deadline 500ms), video being"
                + " silent, without video, which is required");
  }

  @Test
  void shouldTellThatNoModelWasActive() {
    FrameEnd end = inFirst(AUDIO, Outcome.NO_MODEL, "session_end", 24);
    assertThat(of(end, dropped(Verdict.DROPPED_NO_MODEL, ClosingReason.SESSION_END)))
        .endsWith("while no model was active");
  }

  @Test
  void shouldSayWhatTheBaselineSaidInstead() {
    FrameEnd end = inFirst(AUDIO, Outcome.NO_MODEL, "complete", 24);
    var baseline = fused(ClosingReason.COMPLETE, List.of(), 0).scored();
    assertThat(of(end, dropped(Verdict.DROPPED_NO_MODEL, ClosingReason.COMPLETE, baseline)))
        .endsWith(
            "while no model was active; the baseline (fusion.noModel) was told: yes, confidence"
                + " 0.71");
  }

  @Test
  void shouldQuoteAReasonOfAnotherVersion() {
    assertThat(of(alone(AUDIO, Outcome.LATE, "cosmic_ray", 1)))
        .isEqualTo("late: the reason 'cosmic_ray' is not known to this version");
  }

  @Test
  void shouldNotNeedAModalityThatTheFileHasNoMore() {
    FrameEnd end = alone(new io.skewline.modality.Modality("smell"), Outcome.LATE, "x", 1);
    assertThat(of(end)).startsWith("late: ");
    assertThat(
            of(
                new FrameEnd(
                    end.stream(),
                    end.modality(),
                    Outcome.LATE,
                    Optional.empty(),
                    "behind_watermark",
                    end.frames())))
        .contains("smell's watermark had passed");
    assertThat(
            of(
                new FrameEnd(
                    end.stream(),
                    end.modality(),
                    Outcome.INVALID,
                    Optional.empty(),
                    "wrong-width",
                    end.frames())))
        .contains("than allowed");
  }
}
