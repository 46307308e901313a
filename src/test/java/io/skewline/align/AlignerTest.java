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
import static io.skewline.align.Stories.sliding;
import static io.skewline.align.Stories.tumbling;
import static io.skewline.align.Stories.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.align.AlignSettings.Item;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The promises as stories; windows are [0, 10), [10, 20) … milliseconds, D is 100 ms. */
class AlignerTest {
  @Test
  void shouldJudgeLatenessByTheFramesOwnModalityAlone() {
    Core core = new Core(tumbling());
    assertThat(core.accept(frame(VIDEO, 1), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(AUDIO, 2), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(VIDEO, 11), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(VIDEO, 3), 0)).contains(Outcome.LATE);
    assertThat(core.accept(frame(AUDIO, 9), 0)).isEqualTo(HELD);
    assertThat(core.closed).isEmpty();
    assertThat(core.accept(frame(AUDIO, 12), 7)).isEqualTo(HELD);
    ClosedWindow closed = core.closed.get(0);
    assertThat(closed.window().id()).isEqualTo(window(0, 0, 10));
    assertThat(closed.triggerMillis()).isEqualTo(7);
    assertThat(closed.window().present().get(AUDIO).frames()).isEqualTo(2);
    assertThat(closed.window().present().get(VIDEO).meanEventTimeMicros()).isEqualTo(1000);
  }

  @Test
  void shouldJudgeACopyByItsOwnModalityAlone() {
    Core core = new Core(tumbling());
    Frame first = frame(AUDIO, 2);
    assertThat(core.accept(first, 0)).isEqualTo(HELD);
    assertThat(core.accept(first, 0)).contains(Outcome.DUPLICATE);
    assertThat(core.accept(frame(AUDIO, 11), 0)).isEqualTo(HELD);
    // Audio has passed [0, 10), and only video keeps it open.
    assertThat(core.closed).isEmpty();
    assertThat(core.accept(first, 0)).contains(Outcome.LATE);
  }

  @Test
  void shouldNameTheSilentModalityAtTheDeadlineAndTakeNoFrameAfterIt() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 4), 1000);
    core.aligner.closeDue(1105, m -> Long.MAX_VALUE);
    assertThat(core.closed).isEmpty();
    core.aligner.closeDue(1106, m -> Long.MAX_VALUE);
    ClosedWindow closed = core.closed.get(0);
    assertThat(closed.reason()).isEqualTo(ClosingReason.DEADLINE);
    assertThat(closed.silent()).containsExactly(VIDEO, AUDIO);
    assertThat(closed.triggerMillis()).isEqualTo(1106);
    assertThat(core.accept(frame(AUDIO, 5), 1200)).contains(Outcome.LATE);
    core.accept(frame(VIDEO, 15), 1200);
    core.aligner.closeDue(2000, m -> Long.MAX_VALUE);
    assertThat(core.closed).hasSize(2);
  }

  @Test
  void shouldHoldTheDeadlineWhileALaggingModalityHasBacklog() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 4), 1000);
    core.accept(frame(VIDEO, 14), 1000);
    core.aligner.closeDue(5000, m -> m.equals(AUDIO) ? InputProgress.UNKNOWN : Long.MAX_VALUE);
    assertThat(core.closed).isEmpty();
    core.aligner.closeDue(5020, m -> m.equals(VIDEO) ? InputProgress.UNKNOWN : Long.MAX_VALUE);
    // Video has passed the first window, its backlog does not matter there.
    assertThat(core.closed).hasSize(1);
    core.aligner.closeDue(5040, m -> Long.MAX_VALUE);
    assertThat(core.closed).hasSize(2);
    assertThat(core.closed.get(0).silent()).containsExactly(AUDIO);
  }

  /** What is silent has sent nothing up to the deadline: it must have been read up to there. */
  @Test
  void shouldReadASilentModalityUpToTheDeadlineItself() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 4), 1000);
    core.accept(frame(VIDEO, 14), 2000);
    // They are due at 1106 and 2106.
    core.aligner.closeDue(5000, m -> m.equals(AUDIO) ? 1105 : Long.MAX_VALUE);
    assertThat(core.closed).isEmpty();
    core.aligner.closeDue(5010, m -> m.equals(AUDIO) ? 1106 : Long.MAX_VALUE);
    assertThat(core.closed).hasSize(1);
    assertThat(core.closed.get(0).silent()).containsExactly(AUDIO);
    core.aligner.closeDue(5020, m -> m.equals(AUDIO) ? 2105 : Long.MAX_VALUE);
    assertThat(core.closed).hasSize(1);
  }

  @Test
  void shouldCloseDueWindowsInWindowOrder() {
    Core core = new Core(settings(sliding(10, 10), WIDE, VIDEO, AUDIO));
    core.accept(frame(VIDEO, 29), 1000);
    core.accept(frame(AUDIO, 5), 1001);
    core.accept(frame(AUDIO, 15), 1002);
    core.aligner.closeDue(9000, m -> Long.MAX_VALUE);
    assertThat(core.closed)
        .extracting(w -> w.window().id().startMicros())
        .containsExactly(0L, 10_000L, 20_000L);
  }

  @Test
  void shouldCallAHoppingFrameLateOnlyIfItIsLateForAllItsWindows() {
    Core core = new Core(settings(sliding(10, 5), WIDE, VIDEO));
    core.accept(frame(VIDEO, 11), 0);
    // [0, 10) is over, [5, 15) is not.
    assertThat(core.accept(frame(VIDEO, 9), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(VIDEO, 4), 0)).contains(Outcome.LATE);
    core.accept(frame(VIDEO, 30), 0);
    assertThat(core.closed)
        .extracting(w -> w.window().present().get(VIDEO).frames())
        .containsExactly(2, 1);
  }

  @Test
  void shouldEndAFrameWithItsLastWindowAsFusedIfAnyWas() {
    Core core = new Core(settings(sliding(10, 5), WIDE, VIDEO));
    core.accept(frame(VIDEO, 7), 0);
    core.accept(frame(VIDEO, 100), 0);
    core.store.settle(window(0, 0, 10), Verdict.FUSED_MISSING);
    assertThat(core.ends).isEmpty();
    core.store.settle(window(0, 5, 15), Verdict.DROPPED_NO_MODEL);
    assertThat(core.ends).isEqualTo(Map.of(VIDEO, Map.of(Outcome.FUSED, 1L)));
    assertThatThrownBy(() -> core.store.settle(window(0, 5, 15), Verdict.FUSED))
        .hasMessageContaining("second verdict");
  }

  @Test
  void shouldPoolItemsOfTheSameInterval() {
    Core core = new Core(settings(new Item(), WIDE, VIDEO, AUDIO));
    core.accept(item(VIDEO, 5, 20), 0);
    core.accept(item(AUDIO, 5, 20), 0);
    core.accept(item(VIDEO, 5, 0), 0);
    core.accept(item(VIDEO, 50, 1), 0);
    core.accept(item(AUDIO, 50, 1), 0);
    assertThat(core.closed)
        .extracting(w -> w.window().id())
        .containsExactly(
            new WindowId(CAMERA, 0, 5_000, 5_001), new WindowId(CAMERA, 0, 5_000, 25_000));
    assertThat(core.closed.get(1).window().present()).containsOnlyKeys(VIDEO, AUDIO);
  }

  private static Frame item(Modality modality, long millis, long duration) {
    LayerStack layers = LayerStack.ofAll(new float[] {1});
    long sequence = millis + duration;
    return new Frame(CAMERA, modality, millis * 1000, sequence, "", duration * 1000, layers);
  }

  @Test
  void shouldCountWhatIsOverALimitAsOverflow() {
    Core core = new Core(settings(sliding(10, 10), new Limits(2, 2, 1, 1 << 30), VIDEO, AUDIO));
    core.accept(frame(VIDEO, 1), 0);
    core.accept(frame(VIDEO, 2), 0);
    assertThat(core.accept(frame(AUDIO, 3), 0)).contains(Outcome.OVERFLOW);
    core.accept(frame(VIDEO, 12), 0);
    assertThat(core.accept(frame(VIDEO, 22), 0)).contains(Outcome.OVERFLOW);
    Frame other =
        new Frame(new StreamId("b"), VIDEO, 1, 1, "", 0, LayerStack.ofAll(new float[] {1}));
    assertThat(core.accept(other, 0)).contains(Outcome.OVERFLOW);
  }

  @Test
  void shouldPoolThousandsOfFramesWithoutDrift() {
    Core core = new Core(tumbling());
    for (int i = 0; i < 4_999; i++) {
      LayerStack layers = LayerStack.ofAll(new float[] {0.1f, 1e6f + i});
      core.accept(new Frame(CAMERA, VIDEO, i, i, "", 0, layers), 0);
      if (i == 2_500) {
        core.restart(0);
      }
    }
    core.aligner.closeDue(1_000, m -> Long.MAX_VALUE);
    float[] mean = core.closed.get(0).window().present().get(VIDEO).layers().layer(1);
    assertThat((double) mean[0]).isCloseTo(0.1, within(1e-6));
    assertThat((double) mean[1]).isCloseTo(1_002_499, within(1.0));
  }

  @Test
  void shouldNotDependOnTheArrivalOrderOfTheAcceptedFrames() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        float[] values = {random.nextFloat() + 1, random.nextFloat() * 1e4f + 1};
        LayerStack layers =
            LayerStack.of(new int[] {1 + random.nextInt(4)}, new float[][] {values});
        Modality modality = random.nextBoolean() ? VIDEO : AUDIO;
        frames.add(new Frame(CAMERA, modality, random.nextInt(10_000), i, "", 0, layers));
      }
      for (int shuffle = 0; shuffle < 3; shuffle++) {
        Collections.shuffle(frames, random);
        Core core = new Core(tumbling());
        frames.forEach(frame -> assertThat(core.accept(frame, 0)).isEqualTo(HELD));
        core.aligner.closeDue(1_000, m -> Long.MAX_VALUE);
        core.closed
            .get(0)
            .window()
            .present()
            .forEach(
                (modality, pooled) ->
                    OracleCheck.assertPooled(
                        () -> "seed " + seed,
                        pooled,
                        frames.stream().filter(f -> f.modality().equals(modality)).toList()));
      }
    }
  }

  @Test
  void shouldStillTakeFramesForAnOpenWindowBelowTheForgottenOnes() {
    Core core = new Core(tumbling());
    for (int i = 1; i <= 400; i++) {
      core.accept(frame(VIDEO, 10 * i + 1), 0);
    }
    core.accept(frame(AUDIO, 5), 950);
    core.aligner.closeDue(1_000, m -> Long.MAX_VALUE);
    assertThat(core.closed).hasSize(400);
    assertThat(core.accept(frame(AUDIO, 6), 1_000)).as("still open").isEqualTo(HELD);
    assertThat(core.accept(frame(AUDIO, 12), 1_000)).as("closed, forgotten").contains(Outcome.LATE);
    assertThat(core.accept(frame(AUDIO, 3001), 1_000)).as("closed").contains(Outcome.LATE);
    assertThat(core.accept(frame(AUDIO, 4011), 1_000)).isEqualTo(HELD);
    core.accept(frame(AUDIO, 4021), 1_000);
    core.accept(frame(VIDEO, 4031), 1_000);
    assertThat(core.closed)
        .hasSize(402)
        .last()
        .matches(closed -> closed.reason() == ClosingReason.COMPLETE);
  }

  @Test
  void shouldRefuseSettingsThatLoseFrames() {
    assertThatThrownBy(() -> sliding(10, 11)).hasMessageContaining("hop PT0.011S is longer");
    assertThatThrownBy(() -> sliding(0, 0)).hasMessageContaining("hop must be 1 µs or more");
    assertThatThrownBy(() -> new Limits(1, 0, 1, 1)).hasMessageContaining("0 windows");
    assertThatThrownBy(() -> settings(new Item(), WIDE, VIDEO, VIDEO))
        .hasMessageContaining("stands twice");
  }
}
