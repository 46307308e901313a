// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.Drain;
import io.skewline.ledger.Meters;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Outcome;
import io.skewline.serve.ActiveModel;
import io.skewline.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

/** The ledger topic is there if, and only if, the topology file names it. */
class LedgerTopicTest {
  private static final long NOW = 1_700_000_000_000L;

  private static Topology topology(FusionApp app) {
    return FusionTopology.build(
        app,
        new Codecs(app.registry()),
        new ActiveModel(Meters.unread()),
        new Inputs(app),
        new Drain(),
        Meters.unread());
  }

  @Test
  void shouldNotBeThereWithoutTheKey() {
    FusionApp app = Fixtures.app();
    assertThat(topology(app).describe().toString()).doesNotContain("outcomes");
    assertThat(AppTopics.specs(app, 2)).doesNotContainKey("t.ledger");
    assertThat(app.align().explain()).isFalse();
  }

  @Test
  void shouldBeMadeLikeTheOtherTopicsOfStreams() {
    FusionApp app = Fixtures.app("outputs.ledger=t.ledger");
    assertThat(AppTopics.specs(app, 2).get("t.ledger"))
        .isEqualTo(AppTopics.specs(app, 2).get("t.predictions"));
    assertThat(app.align().explain()).isTrue();
  }

  @Test
  void shouldTakeTheOutcomesOfThreeNodes() {
    String described = topology(Fixtures.app("outputs.ledger=t.ledger")).describe().toString();
    String outcomes = described.substring(described.indexOf("Processor: outcomes"));
    String parents = outcomes.substring(outcomes.indexOf("<--"), outcomes.indexOf("Sink: ledger"));
    assertThat(parents).contains("decode").contains("align").contains("fuse");
    assertThat(outcomes).contains("Sink: ledger (topic: t.ledger)");
  }

  @Test
  void shouldTellOfARejectedFrame() throws Exception {
    FusionApp app = Fixtures.app("outputs.ledger=t.ledger");
    Codecs codecs = new Codecs(app.registry());
    byte[] key = "camera-1".getBytes(StandardCharsets.UTF_8);
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology(app), Fixtures.driverConfig(), Instant.ofEpochMilli(NOW))) {
      byte[] ahead = codecs.frames().encode("t.audio", frame(AUDIO, NOW + 10_001, 3));
      driver
          .createInputTopic("t.audio", new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(key, ahead);
      byte[] value =
          driver
              .createOutputTopic(
                  "t.ledger", new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readValue();
      FrameEnd end = codecs.frameEnds().decode("t.ledger", key, value);
      assertThat(end.outcome()).isEqualTo(Outcome.AHEAD);
      assertThat(end.frames()).containsExactly(new FrameEnd.Ref(3, (NOW + 10_001) * 1_000));
    }
  }
}
