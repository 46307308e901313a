// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings;
import io.skewline.align.Drain;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.serve.ActiveModel;
import io.skewline.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 5: one stream's bad clock harms no other stream of its task. */
class BadStampsTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final StreamId GOOD = new StreamId("good");
  private static final StreamId BAD = new StreamId("bad");
  private static final List<Modality> SIDES = List.of(Fixtures.AUDIO, Fixtures.VIDEO);
  private static final int FRAMES = 160;

  @ParameterizedTest(name = "{0}, live")
  @EnumSource
  void shouldLeaveTheOtherStreamAloneLive(BadStamps stamps) {
    FusionApp app = Fixtures.app();
    assertSame(app, stamps);
  }

  @ParameterizedTest(name = "{0}, replay")
  @EnumSource
  void shouldLeaveTheOtherStreamAloneInReplay(BadStamps stamps) {
    FusionApp app = Fixtures.app("align.time=replay", "models.version=1");
    assertSame(app, stamps);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "HALF_OF_ALL_TIME, align.windows.hop=300ms",
    "THE_END_OF_ALL_TIME, align.windows.hop=300ms",
    "THE_END_OF_ALL_TIME, align.windows=item",
    "THE_END_OF_ALL_TIME, align.nearest.anchor=audio",
    "ALL_ZEROS, align.nearest.anchor=audio"
  })
  void shouldLeaveTheOtherStreamAloneHoweverTimeIsCut(BadStamps stamps, String cut) {
    FusionApp app = Fixtures.app("align.time=replay", "models.version=1", cut);
    assertSame(app, stamps);
  }

  private static void assertSame(FusionApp app, BadStamps stamps) {
    List<String> alone = play(app, Optional.empty());
    assertThat(alone).hasSizeGreaterThan(4);
    assertThat(play(app, Optional.of(stamps))).isEqualTo(alone);
  }

  /** The prediction bytes of the good stream. */
  private static List<String> play(FusionApp app, Optional<BadStamps> stamps) {
    Codecs codecs = new Codecs(app.registry());
    try (ActiveModel active = new ActiveModel(Meters.unread());
        TopologyTestDriver driver =
            new TopologyTestDriver(
                FusionTopology.build(
                    app, codecs, active, new Inputs(app), new Drain(), Meters.unread()),
                Fixtures.driverConfig(),
                Instant.ofEpochMilli(NOW))) {
      Map<Modality, TestInputTopic<byte[], byte[]>> inputs = inputs(app, driver);
      for (int i = 0; i < FRAMES; i++) {
        long now = NOW + 40L * i;
        for (Modality modality : SIDES) {
          send(inputs, codecs, frame(app, GOOD, modality, now * 1_000, i), now);
          if (stamps.isPresent()) {
            long time = stamps.get().time(i, now * 1_000);
            long sequence = stamps.get().sequence(i);
            send(inputs, codecs, frame(app, BAD, modality, time, sequence), now);
          }
        }
        driver.advanceWallClockTime(Duration.ofMillis(40));
      }
      assertBalance(driver, stamps.isPresent() ? 2L * FRAMES : FRAMES);
      return predictions(app, driver);
    }
  }

  /** Only items last. */
  private static Frame frame(
      FusionApp app, StreamId stream, Modality modality, long micros, long sequence) {
    LayerStack layers = LayerStack.ofAll(new float[] {1, 2, 3}, new float[] {4, 5, 6});
    long duration = app.align().windowing() instanceof AlignSettings.Item ? 30_000 : 0;
    return new Frame(stream, modality, micros, sequence, "", duration, layers);
  }

  private static Map<Modality, TestInputTopic<byte[], byte[]>> inputs(
      FusionApp app, TopologyTestDriver driver) {
    Map<Modality, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    for (Modality modality : SIDES) {
      inputs.put(
          modality,
          driver.createInputTopic(
              app.topicOf(modality), new ByteArraySerializer(), new ByteArraySerializer()));
    }
    return inputs;
  }

  private static void send(
      Map<Modality, TestInputTopic<byte[], byte[]>> inputs, Codecs codecs, Frame frame, long now) {
    byte[] key = frame.stream().value().getBytes(StandardCharsets.UTF_8);
    byte[] value = codecs.frames().encode("t." + frame.modality(), frame);
    inputs.get(frame.modality()).pipeInput(new TestRecord<>(key, value, Instant.ofEpochMilli(now)));
  }

  private static void assertBalance(TopologyTestDriver driver, long frames) {
    LedgerStore ledger = (LedgerStore) driver.getStateStore(LedgerStore.NAME);
    Map<Modality, Balance> balances = ledger.balances();
    for (Modality modality : SIDES) {
      assertThat(balances.get(modality).in()).isEqualTo(frames);
      assertThat(balances.get(modality).open()).isBetween(0L, frames);
    }
  }

  private static List<String> predictions(FusionApp app, TopologyTestDriver driver) {
    List<String> values = new ArrayList<>();
    driver
        .createOutputTopic(
            app.outputs().predictions(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readKeyValuesToList()
        .stream()
        .filter(record -> new String(record.key, StandardCharsets.UTF_8).equals(GOOD.value()))
        .forEach(record -> values.add(HexFormat.of().formatHex(record.value)));
    return values;
  }
}
