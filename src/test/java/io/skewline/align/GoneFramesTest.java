// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static io.skewline.align.Stories.AUDIO;
import static io.skewline.align.Stories.VIDEO;
import static io.skewline.align.Stories.WIDE;
import static io.skewline.align.Stories.frame;
import static io.skewline.align.Stories.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings.Nearest;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What the meters say of frames that a restart does not find again. */
class GoneFramesTest {
  private static final AlignSettings NEAREST =
      settings(new Nearest(AUDIO, Duration.ofMillis(20)), WIDE, VIDEO, AUDIO);

  private final DriverTopics topics = new DriverTopics();

  private NodeDriver start(Map<Bytes, byte[]> stored) {
    return new NodeDriver(NEAREST, topics, new SettleNode.Results(), stored, 1_000);
  }

  private static double gone(NodeDriver node, Modality modality) {
    var counter =
        node.meters
            .registry()
            .find("skewline.align.frames.gone")
            .tag("modality", modality.name())
            .counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void shouldCountEachOnceOnTheMeter() {
    Map<Bytes, byte[]> stored;
    try (NodeDriver node = start(Map.of())) {
      for (Frame frame : List.of(frame(VIDEO, 95), frame(AUDIO, 100), frame(VIDEO, 102))) {
        topics.append(frame);
        node.pipe(frame);
      }
      stored = Map.copyOf(node.stored());
    }
    try (NodeDriver node = start(stored)) {
      assertThat(gone(node, VIDEO)).as("nothing is gone yet").isZero();
      stored = Map.copyOf(node.stored());
    }
    topics.forget();
    try (NodeDriver node = start(stored)) {
      assertThat(gone(node, VIDEO)).isEqualTo(2);
      assertThat(gone(node, AUDIO)).isEqualTo(1);
      node.tick(1_001, Set.copyOf(NEAREST.names()));
      stored = Map.copyOf(node.stored());
    }
    try (NodeDriver node = start(stored)) {
      assertThat(gone(node, VIDEO) + gone(node, AUDIO)).as("said once").isZero();
    }
  }
}
