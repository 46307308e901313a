// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.CAMERA;
import static io.skewline.topology.Fixtures.VIDEO;
import static io.skewline.topology.explain.Ends.FIRST;
import static io.skewline.topology.explain.Ends.NEW_YEAR;
import static io.skewline.topology.explain.Ends.alone;
import static io.skewline.topology.explain.Ends.fused;
import static io.skewline.topology.explain.Ends.inFirst;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import io.skewline.topology.Fixtures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From records of the ledger topic to what is printed. */
class ExplanationTest {
  private static final long END = NEW_YEAR + 2_000_000;

  private static Explanation explain(List<FrameEnd> ends, Map<WindowId, Prediction> verdicts) {
    Sentences sentences = new Sentences(Fixtures.app());
    return new Explanation(
        CAMERA,
        NEW_YEAR,
        END,
        Accounts.of(ends, verdicts, sentences),
        List.copyOf(verdicts.values()),
        Accounts.gaps(ends, NEW_YEAR, END),
        0);
  }

  private static final List<FrameEnd> A_SECOND =
      List.of(
          alone(AUDIO, Outcome.LATE, "behind_watermark", 3),
          inFirst(VIDEO, Outcome.FUSED, "complete", 11),
          alone(AUDIO, Outcome.LATE, "behind_watermark", 1),
          inFirst(AUDIO, Outcome.FUSED, "complete", 24));

  @Test
  void shouldReadLikeAStory() {
    Explanation explanation =
        explain(A_SECOND, Map.of(FIRST, fused(ClosingReason.COMPLETE, List.of(), 0)));
    assertThat(ExplanationText.lines(explanation))
        .containsExactly(
            "stream camera-1, 2026-01-01T00:00:00Z to 2026-01-01T00:00:02Z: 39 frames",
            "window [2026-01-01T00:00:00Z, 2026-01-01T00:00:01Z), epoch 0",
            "  fused: the window was complete, every modality had passed its end; model version 12"
                + " fused it: yes, confidence 0.71",
            "    audio: 25 frames, sequence 0 to 24, at 2026-01-01T00:00:00Z to"
                + " 2026-01-01T00:00:00.960Z",
            "    video: 12 frames, sequence 0 to 11, at 2026-01-01T00:00:00Z to"
                + " 2026-01-01T00:00:00.440Z",
            "no window",
            "  late: it came after audio's watermark (its newest event time less"
                + " streams.audio.lateness, 0ms) had passed the end of every window that could hold"
                + " it",
            "    audio: 2 frames, sequence 1, 3, at 2026-01-01T00:00:00.040Z to"
                + " 2026-01-01T00:00:00.120Z");
  }

  @Test
  void shouldNameNumbersWithoutAnOutcome() {
    List<FrameEnd> ends =
        List.of(
            alone(AUDIO, Outcome.LATE, "behind_watermark", 2),
            alone(AUDIO, Outcome.LATE, "behind_watermark", 4),
            alone(AUDIO, Outcome.LATE, "behind_watermark", 9));
    assertThat(ExplanationText.lines(explain(ends, Map.of())))
        .endsWith(
            "audio: sequence 3 has no outcome: never received, or in a window that is still open",
            "audio: sequence 5 to 8 have no outcome: never received, or in a window that is still"
                + " open");
  }

  @Test
  void shouldNotTakeANewSessionOrTheNextIntervalForAGap() {
    FrameEnd.Ref again = new FrameEnd.Ref(0, NEW_YEAR + 100_000);
    FrameEnd.Ref beyond = new FrameEnd.Ref(70, END + 1);
    FrameEnd end =
        new FrameEnd(
            CAMERA,
            AUDIO,
            Outcome.FUSED,
            Optional.of(FIRST),
            "complete",
            List.of(new FrameEnd.Ref(50, NEW_YEAR), again, beyond));
    assertThat(Accounts.gaps(List.of(end), NEW_YEAR, END)).isEmpty();
  }

  @Test
  void shouldNotNumberWhatCouldNotBeRead() {
    FrameEnd.Ref unread = new FrameEnd.Ref(-1, NEW_YEAR);
    FrameEnd end =
        new FrameEnd(
            CAMERA, VIDEO, Outcome.INVALID, Optional.empty(), "truncated", List.of(unread));
    assertThat(ExplanationText.lines(explain(List.of(end), Map.of())))
        .endsWith("    video: 1 unreadable record, appended at 2026-01-01T00:00:00Z");
  }

  @Test
  void shouldSayThatNothingHasEnded() {
    assertThat(ExplanationText.lines(explain(List.of(), Map.of())))
        .containsExactly(
            "stream camera-1, 2026-01-01T00:00:00Z to 2026-01-01T00:00:02Z: no frame has ended");
  }

  @Test
  void shouldBeJsonForPrograms() throws Exception {
    Explanation explanation =
        explain(A_SECOND, Map.of(FIRST, fused(ClosingReason.COMPLETE, List.of(), 0)));
    JsonNode json = new ObjectMapper().readTree(ExplanationJson.of(explanation));
    assertThat(json.get("stream").asText()).isEqualTo("camera-1");
    assertThat(json.get("accounts")).hasSize(3);
    JsonNode late = json.get("accounts").get(2);
    assertThat(late.get("outcome").asText()).isEqualTo("late");
    assertThat(late.has("window")).isFalse();
    assertThat(late.get("frames").get(0).get("sequence").asLong()).isEqualTo(1);
    JsonNode verdict = json.get("verdicts").get(0);
    assertThat(verdict.get("window")).isEqualTo(json.get("accounts").get(0).get("window"));
    assertThat(verdict.get("modelVersion").asLong()).isEqualTo(12);
  }
}
