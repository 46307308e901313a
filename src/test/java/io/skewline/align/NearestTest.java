// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static io.skewline.align.Stories.AUDIO;
import static io.skewline.align.Stories.CAMERA;
import static io.skewline.align.Stories.HELD;
import static io.skewline.align.Stories.VIDEO;
import static io.skewline.align.Stories.WIDE;
import static io.skewline.align.Stories.frame;
import static io.skewline.align.Stories.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings.Nearest;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stories of nearest mode: audio is the anchor, 20 ms either side, D is 100 ms. */
class NearestTest {
  private static final AlignSettings NEAREST =
      settings(new Nearest(AUDIO, Duration.ofMillis(20)), WIDE, VIDEO, AUDIO);

  /** Whether the first one still waits for an anchor, or has one already, must not matter. */
  @Test
  void shouldJudgeACopyByItsOwnModalityAlone() {
    Core core = new Core(NEAREST);
    Frame first = frame(VIDEO, 110);
    assertThat(core.accept(first, 0)).isEqualTo(HELD);
    assertThat(core.accept(first, 0)).contains(Outcome.DUPLICATE);
    assertThat(core.accept(frame(VIDEO, 111), 0)).isEqualTo(HELD);
    assertThat(core.accept(first, 0)).as("still waiting").contains(Outcome.LATE);
    assertThat(core.accept(frame(AUDIO, 100), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(AUDIO, 131), 0)).isEqualTo(HELD);
    assertThat(core.closed).hasSize(1);
    assertThat(core.accept(first, 0)).as("taken").contains(Outcome.LATE);
    Frame second = frame(VIDEO, 111);
    assertThat(core.accept(second, 0)).as("not passed by its own").contains(Outcome.DUPLICATE);
  }

  @Test
  void shouldJudgeACopyOfAnAnchorByItsOwnModalityAlone() {
    Core core = new Core(NEAREST);
    Frame anchor = frame(AUDIO, 100);
    assertThat(core.accept(anchor, 0)).isEqualTo(HELD);
    assertThat(core.accept(anchor, 0)).contains(Outcome.DUPLICATE);
    assertThat(core.accept(frame(AUDIO, 500), 0)).isEqualTo(HELD);
    // Only video keeps the anchor from closing.
    assertThat(core.closed).isEmpty();
    assertThat(core.accept(anchor, 0)).contains(Outcome.LATE);
  }

  @Test
  void shouldKnowACopyOfWhatAnEvictedStreamHeldAfterARestart() {
    Core core = new Core(NEAREST);
    Frame first = frame(VIDEO, 110);
    core.accept(first, 0);
    core.aligner.closeDue(30_000, m -> Long.MAX_VALUE);
    assertThat(core.ends).isEqualTo(Map.of(VIDEO, Map.of(Outcome.UNPAIRED, 1L)));
    core.restart(30_001);
    assertThat(core.accept(first, 30_002)).contains(Outcome.DUPLICATE);
  }

  /** 116 would go to 130 unless that finds something nearer, which video alone can tell. */
  @Test
  void shouldHoldADeadlineWhileWhatDecidesOnARivalIsMerelyBehind() {
    Core core = new Core(NEAREST);
    List.of(100, 130, 141).forEach(time -> core.accept(frame(AUDIO, time), 0));
    List.of(116, 122).forEach(time -> core.accept(frame(VIDEO, time), 0));
    core.aligner.closeDue(120, m -> m.equals(VIDEO) ? InputProgress.UNKNOWN : Long.MAX_VALUE);
    assertThat(core.closed).as("all have passed the first, but video is behind").isEmpty();
    core.aligner.closeDue(140, m -> Long.MAX_VALUE);
    ClosedWindow first = core.closed.get(0);
    assertThat(first.window().id()).isEqualTo(new WindowId(CAMERA, 0, 80_000, 120_001));
    assertThat(first.reason()).isEqualTo(ClosingReason.DEADLINE);
    assertThat(first.silent()).containsExactly(VIDEO, AUDIO);
  }
}
