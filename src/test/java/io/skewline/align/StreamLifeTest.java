// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static io.skewline.align.Stories.AUDIO;
import static io.skewline.align.Stories.CAMERA;
import static io.skewline.align.Stories.HELD;
import static io.skewline.align.Stories.VIDEO;
import static io.skewline.align.Stories.WIDE;
import static io.skewline.align.Stories.frame;
import static io.skewline.align.Stories.reasons;
import static io.skewline.align.Stories.settings;
import static io.skewline.align.Stories.sliding;
import static io.skewline.align.Stories.tumbling;
import static io.skewline.align.Stories.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Nearest;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Epochs, restarts and the end of a stream. */
class StreamLifeTest {
  @Test
  void shouldBeginOneEpochThoughModalitiesChangeSessionOneAfterTheOther() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 1001, 1, "s1"), 0);
    core.accept(frame(AUDIO, 1002, 1, "s1"), 0);
    assertThat(core.accept(frame(VIDEO, 3, 1, "s2"), 0)).isEqualTo(HELD);
    assertThat(reasons(core)).containsExactly(ClosingReason.SESSION_END);
    assertThat(core.accept(frame(AUDIO, 1003, 2, "s1"), 0)).contains(Outcome.LATE);
    assertThat(core.accept(frame(VIDEO, 1004, 2, "s1"), 0)).contains(Outcome.LATE);
    assertThat(core.accept(frame(AUDIO, 4, 1, "s2"), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(AUDIO, 1005, 3, "s1"), 0)).contains(Outcome.LATE);
    core.accept(frame(VIDEO, 11, 2, "s2"), 0);
    core.accept(frame(AUDIO, 12, 2, "s2"), 0);
    ClosedWindow last = core.closed.get(core.closed.size() - 1);
    assertThat(last.window().id()).isEqualTo(window(1, 0, 10));
    assertThat(last.window().session()).isEqualTo("s2");
    assertThat(core.closed).hasSize(2);
  }

  @Test
  void shouldNotAlternateWhenAModalityLeavesASessionOfItsOwn() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 1, 1, "v1"), 0);
    core.accept(frame(AUDIO, 1, 1, "a1"), 0);
    core.accept(frame(AUDIO, 2, 1, "x"), 0);
    assertThat(core.accept(frame(VIDEO, 2, 2, "v1"), 0)).isEqualTo(HELD);
    // Video's clock restarts within the epoch that audio's x opened: an epoch of its own.
    assertThat(core.accept(frame(VIDEO, 3, 1, "x"), 0)).isEqualTo(HELD);
    assertThat(core.accept(frame(VIDEO, 4, 3, "v1"), 0)).contains(Outcome.LATE);
    assertThat(core.accept(frame(AUDIO, 4, 2, "x"), 0)).isEqualTo(HELD);
    assertThat(core.closed).extracting(w -> w.window().id().epoch()).containsExactly(0L, 1L);
  }

  @Test
  void shouldBeginAnEpochWhenAModalityJumpsBack() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 6001), 0);
    assertThat(core.accept(frame(VIDEO, 1001), 0)).contains(Outcome.LATE);
    assertThat(core.accept(frame(VIDEO, 1000.999), 3)).isEqualTo(HELD);
    assertThat(reasons(core)).containsExactly(ClosingReason.SESSION_END);
    assertThat(core.closed.get(0).triggerMillis()).isEqualTo(3);
  }

  @Test
  void shouldMakeRoomByEvictingAnIdleStream() {
    Core core = new Core(settings(sliding(10, 10), new Limits(9, 9, 1, 1 << 30), VIDEO));
    core.accept(frame(VIDEO, 1), 0);
    assertThat(core.accept(other("b", 1), 1)).contains(Outcome.OVERFLOW);
    core.aligner.closeDue(29_999, m -> Long.MAX_VALUE);
    core.settle();
    core.aligner.closeDue(30_000, m -> Long.MAX_VALUE);
    assertThat(core.accept(other("b", 1), 30_001)).isEqualTo(HELD);
    core.aligner.closeDue(60_001, m -> Long.MAX_VALUE);
    core.settle();
    core.aligner.closeDue(60_002, m -> Long.MAX_VALUE);
    core.flush();
    assertThat(core.stored()).as("no more are remembered than there may be").isEqualTo(1);
  }

  @Test
  void shouldRememberAnEvictedStreamForTheRetention() {
    Core core = new Core(settings(sliding(10, 10), WIDE, VIDEO));
    core.accept(frame(VIDEO, 1), 0);
    core.aligner.closeDue(110, m -> Long.MAX_VALUE);
    core.settle();
    core.aligner.closeDue(30_000, m -> Long.MAX_VALUE);
    core.restart(30_000);
    assertThat(core.accept(frame(VIDEO, 2), 30_001)).contains(Outcome.LATE);
    core.aligner.closeDue(60_001, m -> Long.MAX_VALUE);
    core.aligner.closeDue(120_000, m -> Long.MAX_VALUE);
    core.flush();
    assertThat(core.stored()).isEqualTo(1);
    core.aligner.closeDue(120_001, m -> Long.MAX_VALUE);
    core.flush();
    assertThat(core.stored()).as("forgotten").isZero();
    assertThat(core.accept(frame(VIDEO, 2), 120_002)).isEqualTo(HELD);
  }

  /** Nearest: it has ended unpaired, but would not be late. */
  @Test
  void shouldKnowACopyAgainAfterEvictionAndRestart() {
    Core core = new Core(settings(new Nearest(AUDIO, Duration.ofMillis(3)), WIDE, VIDEO, AUDIO));
    core.accept(frame(VIDEO, 50), 0);
    core.aligner.closeDue(30_000, m -> Long.MAX_VALUE);
    core.aligner.closeDue(30_001, m -> Long.MAX_VALUE);
    assertThat(core.store.state().find(CAMERA)).as("evicted").isNull();
    core.restart(30_002);
    assertThat(core.accept(frame(VIDEO, 50), 30_003)).contains(Outcome.DUPLICATE);
  }

  @Test
  void shouldCloseAnIdleStreamBeforeItsDeadline() {
    AlignSettings patient =
        AlignSettings.live(
            tumbling().modalities(),
            sliding(10, 10),
            new AlignSettings.Timing(
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMillis(20)),
            WIDE);
    Core core = new Core(patient);
    core.accept(frame(VIDEO, 1), 500);
    core.aligner.closeDue(1_500, m -> m.equals(VIDEO) ? Long.MAX_VALUE : InputProgress.UNKNOWN);
    assertThat(core.closed).as("audio is merely behind").isEmpty();
    core.aligner.closeDue(1_500, m -> Long.MAX_VALUE);
    assertThat(reasons(core)).containsExactly(ClosingReason.IDLE);
    assertThat(core.closed.get(0).silent()).containsExactly(VIDEO, AUDIO);
    assertThat(core.closed.get(0).triggerMillis()).isEqualTo(1_500);
    assertThat(core.accept(frame(AUDIO, 2), 1_600)).contains(Outcome.LATE);
  }

  private static Frame other(String stream, long sequence) {
    LayerStack layers = LayerStack.ofAll(new float[] {1});
    return new Frame(new StreamId(stream), VIDEO, 1, sequence, "", 0, layers);
  }

  @Test
  void shouldKeepLongTextsAndEveryWindowAcrossARestart() {
    Core core = new Core(tumbling());
    String session = "é".repeat(100_000);
    core.accept(frame(VIDEO, 1, 1, session), 0);
    core.accept(frame(AUDIO, 2, 1, session), 0);
    core.accept(frame(VIDEO, 11, 2, session), 0);
    core.accept(frame(AUDIO, 12, 2, session), 0);
    List<ClosedWindow> pending = core.store.pending();
    core.restart(0);
    assertThat(core.store.pending())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(pending);
    assertThat(core.accept(frame(AUDIO, 12, 2, session), 0)).contains(Outcome.DUPLICATE);
    assertThat(core.accept(frame(AUDIO, 9, 3, session), 0)).contains(Outcome.LATE);
    core.settle();
    core.flush();
    assertThat(core.stored()).as("the stream with its open window").isEqualTo(1);
  }

  @Test
  void shouldDropWindowsOfModalitiesThatTheTopologyNoLongerHas() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 1), 0);
    core.accept(frame(AUDIO, 11), 0);
    core.flush();
    AlignStore store = AlignStore.builder(settings(sliding(10, 10), WIDE, AUDIO)).build();
    core.forEachStored(store::load);
    store.loaded();
    OpenWindows open = store.state().find(CAMERA).open;
    assertThat(open.size()).isEqualTo(1);
    assertThat(open.first().id).isEqualTo(window(0, 10, 20));
  }
}
