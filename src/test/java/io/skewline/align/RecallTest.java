// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static io.skewline.align.Stories.AUDIO;
import static io.skewline.align.Stories.CAMERA;
import static io.skewline.align.Stories.VIDEO;
import static io.skewline.align.Stories.WIDE;
import static io.skewline.align.Stories.frame;
import static io.skewline.align.Stories.settings;
import static io.skewline.align.Stories.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.align.AlignSettings.Nearest;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a restart makes of frames that the changelog holds by their offsets. */
class RecallTest {
  private static final int WIDTH = 500;

  /** Audio is the anchor, 3 ms either side. */
  private static final AlignSettings NEAREST =
      settings(new Nearest(AUDIO, Duration.ofMillis(3)), WIDE, VIDEO, AUDIO);

  private static Frame wide(boolean audio, int millis) {
    float[] values = new float[WIDTH];
    values[millis % WIDTH] = millis;
    return frame(audio ? AUDIO : VIDEO, millis).with(LayerStack.ofAll(values));
  }

  private static Map<String, byte[]> entries(Core core) {
    core.flush();
    Map<String, byte[]> entries = new HashMap<>();
    core.forEachStored(
        (key, value) -> entries.put((char) key[0] + " " + ByteBuffer.wrap(key).hashCode(), value));
    return entries;
  }

  private static List<ClosedWindow> end(Core core) {
    core.aligner.drain(0);
    core.settle();
    return core.closed;
  }

  @Test
  void shouldWriteAStreamsWindowsAndWaitingFramesAsOneSmallEntry() {
    Core core = new Core(NEAREST);
    for (int i = 1; i <= 40; i++) {
      core.accept(wide(false, 10 * i), 0);
    }
    core.accept(wide(true, 400), 0);
    Map<String, byte[]> entries = entries(core);
    assertThat(entries).hasSize(1);
    assertThat(entries.values().iterator().next().length)
        .as("of 41 frames of 2 KB")
        .isLessThan(41 * 40);
  }

  @Test
  void shouldGiveEveryFrameItsVectorsAgain() {
    Core core = new Core(NEAREST);
    for (int i = 1; i <= 5; i++) {
      core.accept(wide(false, 10 * i), 0);
    }
    core.accept(wide(true, 51), 0);
    long bytes = core.store.state().bytes;
    core.restart(0);
    assertThat(core.store.state().bytes).isEqualTo(bytes);
    ClosedWindow closed = end(core).get(0);
    assertThat(closed.window().present().get(VIDEO).layers()).isEqualTo(wide(false, 50).layers());
    assertThat(closed.window().present().get(AUDIO).layers()).isEqualTo(wide(true, 51).layers());
    assertThat(core.gone).isEmpty();
  }

  @Test
  void shouldKeepCountOfFramesThatAreGone() {
    Core core = new Core(NEAREST);
    core.accept(wide(false, 10), 0);
    core.accept(wide(false, 50), 0);
    core.accept(wide(true, 51), 0);
    core.flush();
    var ledger = core.ledger();
    core.topics.forget();
    core.restart(0);
    assertThat(core.gone).extracting(Frame::sequence).contains(50_000L, 51_000L).hasSize(2);
    assertThat(core.ledger()).as("10 had ended before").isEqualTo(ledger);
    core.restart(0);
    assertThat(core.gone).as("said once").hasSize(2);
    ClosedWindow closed = end(core).get(0);
    assertThat(closed.window().present().keySet()).isEqualTo(Set.of(AUDIO, VIDEO));
    assertThat(closed.window().has(AUDIO)).isFalse();
    assertThat(closed.window().has(VIDEO)).isFalse();
    core.flush();
    assertThat(core.store.state().bytes).isZero();
    assertThat(core.stored()).as("the stream").isEqualTo(1);
  }

  @Test
  void shouldPoolOnWhereAFrameIsGone() {
    Core core = new Core(NEAREST);
    core.accept(wide(true, 50), 0);
    core.flush();
    core.topics.forget();
    core.restart(0);
    core.accept(frame(AUDIO, 50, 7, "").with(LayerStack.ofAll(new float[] {4})), 0);
    var pooled = end(core).get(0).window().present().get(AUDIO);
    assertThat(pooled.frames()).isEqualTo(2);
    assertThat(pooled.layers().layer(1)).as("over those that carried it").containsExactly(4);
  }

  private static Frame nth(int sequence) {
    LayerStack layers = LayerStack.ofAll(new float[WIDTH]);
    layers.valuesAt(0)[0] = sequence;
    return frame(AUDIO, 1 + sequence % 8, sequence, "").with(layers);
  }

  /** Of one window, its first value being the number of the frame. */
  private static Core pooled(int frames) {
    Core core = new Core(tumbling());
    for (int sequence = 1; sequence <= frames; sequence++) {
      core.accept(nth(sequence), 0);
    }
    return core;
  }

  private static long written(Core core) {
    return entries(core).values().stream().mapToLong(value -> value.length).sum();
  }

  @Test
  void shouldWriteAPoolOfFewFramesAsTheirOffsetsAndOneOfManyAsTheirSum() {
    assertThat(written(pooled(Origins.MOST))).isLessThan(WIDTH);
    assertThat(written(pooled(Origins.MOST + 1))).isGreaterThan(WIDTH * Float.BYTES);
  }

  @Test
  void shouldPoolTheSameFramesAgain() {
    for (int frames : new int[] {2, Origins.MOST - 1, Origins.MOST, Origins.MOST + 1}) {
      Core core = pooled(frames);
      core.restart(0);
      core.restart(0);
      assertThat(core.accept(nth(frames), 0)).contains(Outcome.DUPLICATE);
      core.accept(nth(frames + 1), 0);
      var pool = end(core).get(0).window().present().get(AUDIO);
      assertThat(pool.frames()).isEqualTo(frames + 1);
      assertThat(pool.layers().layer(1)[0]).isEqualTo((frames + 2) / 2f);
      assertThat(core.gone).isEmpty();
    }
  }

  @Test
  void shouldPoolTheOthersWhereSomeAreGone() {
    Core core = pooled(3);
    core.flush();
    core.topics.forget();
    core.restart(0);
    assertThat(core.gone).extracting(Frame::sequence).containsExactlyInAnyOrder(1L, 2L, 3L);
    core.accept(nth(4), 0);
    core.restart(0);
    core.accept(nth(5), 0);
    var pool = end(core).get(0).window().present().get(AUDIO);
    assertThat(pool.frames()).isEqualTo(5);
    assertThat(pool.layers().layer(1)[0]).as("of 4 and 5").isEqualTo(4.5f);
    assertThat(core.gone).as("said once").hasSize(3);
  }

  /** Else every commit would write all of them again. */
  @Test
  void shouldGiveTheOldestEntriesOfTheirOwnWhereAStreamWaitsLong() {
    Core core = new Core(NEAREST);
    for (int i = 1; i <= 300; i++) {
      core.accept(wide(false, 10 * i), 0);
    }
    Map<String, byte[]> before = entries(core);
    assertThat(before).hasSize(1 + 300 - 128);
    core.restart(0);
    core.accept(wide(false, 3010), 0);
    Map<String, byte[]> after = entries(core);
    assertThat(after).hasSize(before.size() + 1);
    core.restart(0);
    for (int i = 1; i <= 301; i++) {
      core.accept(wide(true, 10 * i), 0);
    }
    end(core);
    assertThat(core.closed).hasSize(301);
    assertThat(core.closed)
        .allMatch(
            closed -> {
              int millis = (int) (closed.window().id().startMicros() / 1000) + 3;
              var video = closed.window().present().get(VIDEO);
              return video != null && video.layers().equals(wide(false, millis).layers());
            });
    core.flush();
    assertThat(core.stored()).as("the stream").isEqualTo(1);
    assertThat(core.gone).isEmpty();
  }

  /** At least once, a crash may leave the half of a commit: the new entry beside the old stream. */
  @Test
  void shouldTakeAnEntryOfItsOwnForAWindowRatherThanTheStreams() {
    Core core = new Core(NEAREST);
    core.accept(wide(false, 20), 0);
    core.accept(wide(true, 20), 0);
    byte[] stale = entries(core).values().iterator().next();
    for (int copy = 1; copy <= Origins.MOST; copy++) {
      core.accept(frame(AUDIO, 20, copy, "").with(wide(true, 20).layers()), 0);
    }
    core.flush();
    AlignStore store = AlignStore.builder(NEAREST).build();
    core.forEachStored((key, value) -> store.load(key, key[0] == 's' ? stale : value));
    store.loaded();
    OpenWindows open = store.state().find(CAMERA).open;
    assertThat(open.size()).isEqualTo(1);
    assertThat(open.first().pools[1].frames()).isEqualTo(1 + Origins.MOST);
    assertThat(store.state().find(CAMERA).waitingFrames()).isEqualTo(1);
  }

  @Test
  void shouldSayWhatItReadsWhereAnEntryIsOfAnotherVersion() {
    Core core = new Core(tumbling());
    core.accept(frame(VIDEO, 1), 0);
    core.flush();
    AlignStore store = AlignStore.builder(tumbling()).build();
    core.forEachStored(
        (key, value) -> {
          value[0] = 3;
          assertThatThrownBy(() -> store.load(key, value))
              .hasMessage("align store: entry of version 3, this program reads 4");
        });
  }
}
