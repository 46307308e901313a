// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.InputProgress;
import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How far a repartitioned modality is read: nobody in this process can see what is on its way. */
class InputsTest {
  private static final FusionApp APP =
      TopologyFile.parse(
          "t.yaml",
          """
          name: app
          task: { type: classification, labels: [a, b] }
          streams:
            - { modality: audio, topic: in.audio, layers: 4, width: 64 }
            - { modality: video, topic: in.video, layers: 3, width: 32, repartition: true }
          outputs: { predictions: out.p, rejected: out.r }
          models: { topic: m }
          train: { labels: t.l, examples: t.e }
          """,
          List.of());
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");
  private static final TopicPartition SENT = new TopicPartition("in.video", 0);
  private static final TopicPartition OURS = new TopicPartition("app-video-repartition", 0);

  private final AtomicLong committed = new AtomicLong(10);
  private long now = 1_000;
  private final RepartitionProgress progress =
      new RepartitionProgress(new Broker(), Duration.ofSeconds(1), System::nanoTime, () -> now);
  private final Inputs inputs = new Inputs(APP);

  /** Ten records were sent and copied; with the markers of transactions ours ends at 13. */
  private final class Broker implements RepartitionProgress.Offsets {
    @Override
    public Map<TopicPartition, Long> committed() {
      return Map.of(SENT, 10L, OURS, committed.get());
    }

    @Override
    public Map<TopicPartition, Long> ends() {
      return Map.of(SENT, 10L, OURS, 13L);
    }

    @Override
    public void close() {}
  }

  private void look(long atMillis) {
    now = atMillis;
    progress.look();
  }

  @Test
  void shouldBeReadUpToTheLookBeforeTheOneThatFoundItAllThere() {
    inputs.begin(progress);
    assertThat(inputs.readToMillis(AUDIO, 0, 5_000)).isEqualTo(5_000);
    look(1_000);
    look(1_250);
    assertThat(inputs.readToMillis(VIDEO, 0, 5_000))
        .as("13 is not reached")
        .isEqualTo(InputProgress.UNKNOWN);
    committed.set(13);
    look(1_500);
    assertThat(inputs.readToMillis(VIDEO, 0, 5_000)).as("not up to now").isEqualTo(1_250);
  }

  @Test
  void shouldMarkAPollThatReachesTheEndOfWhatHasArrived() {
    inputs.begin(progress);
    look(1_000);
    look(1_250);
    assertThat(inputs.mark(ReadMarks.NONE, OURS, 9, 12)).isEqualTo(ReadMarks.NONE);
    ReadMarks marks = inputs.mark(ReadMarks.NONE, OURS, 11, 13);
    assertThat(marks.reached(10).readToMillis()).isEqualTo(InputProgress.UNKNOWN);
    assertThat(marks.reached(11).readToMillis()).isEqualTo(1_000);
  }
}
