// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.VIDEO;
import static io.skewline.topology.Fixtures.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.Drain;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.serve.ActiveModel;
import io.skewline.wire.Codecs;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ledger topic tells of the same ends as the ledger counts: nothing is left out, nothing told
 * twice, whatever comes in.
 */
class OutcomesTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final int STREAMS = 3;
  private static final int SECONDS = 12;

  private final Random random;
  private final long seed;

  OutcomesTest() {
    seed = Long.getLong("skewline.seed", System.nanoTime());
    random = new Random(seed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "align.verdicts=final",
        "align.verdicts=eager",
        "align.windows.hop=250ms",
        "streams.video.required=true",
        "align.limits.framesPerWindow=6",
        "align.nearest.anchor=video"
      })
  void shouldTellWhatTheLedgerCounts(String setting) throws Exception {
    FusionApp app = Fixtures.app("outputs.ledger=t.ledger", setting);
    Codecs codecs = new Codecs(app.registry());
    var topology =
        FusionTopology.build(
            app,
            codecs,
            new ActiveModel(Meters.unread()),
            new Inputs(app),
            new Drain(),
            Meters.unread());
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology, Fixtures.driverConfig(), Instant.ofEpochMilli(NOW))) {
      send(driver, codecs);
      List<FrameEnd> told = told(driver, codecs);
      LedgerStore ledger = (LedgerStore) driver.getStateStore(LedgerStore.NAME);
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        Balance balance = ledger.balances().get(modality);
        String where = setting + ", " + modality + ", -Dskewline.seed=" + seed;
        assertThat(balance.open()).as(where).isZero();
        assertThat(balance.outcomes()).as(where).isEqualTo(counts(told, modality));
        assertEachOnce(told, modality, where);
      }
    }
  }

  /** Frames a tenth of a second apart: shuffled, lost, sent twice, spoilt, stamped wrong. */
  private void send(TopologyTestDriver driver, Codecs codecs) {
    for (int tick = 0; tick < SECONDS * 10; tick++) {
      for (int s = 0; s < STREAMS; s++) {
        for (Modality modality : List.of(AUDIO, VIDEO)) {
          int late = random.nextInt(5) == 0 ? random.nextInt(30) : 0;
          long sequence = Math.max(0, tick - late);
          long millis = NOW + sequence * 100 + (random.nextInt(40) == 0 ? 60_000 : 0);
          StreamEvent frame = frame(new StreamId("s" + s), modality, millis, sequence);
          byte[] value = codecs.frames().encode("t." + modality, frame);
          if (random.nextInt(40) == 0) {
            value[0] = 9;
          }
          if (random.nextInt(10) > 0) {
            pipe(driver, frame, value);
          }
        }
      }
      driver.advanceWallClockTime(Duration.ofMillis(100));
    }
    for (int s = 0; s < STREAMS; s++) {
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        StreamEvent end =
            new EndOfStream(new StreamId("s" + s), modality, (NOW + SECONDS * 1_000) * 1_000, "");
        pipe(driver, end, codecs.frames().encode("t." + modality, end));
      }
    }
    driver.advanceWallClockTime(Duration.ofSeconds(1));
  }

  private static void pipe(TopologyTestDriver driver, StreamEvent event, byte[] value) {
    driver
        .createInputTopic(
            "t." + event.modality(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(event.stream().value().getBytes(StandardCharsets.UTF_8), value);
  }

  private static List<FrameEnd> told(TopologyTestDriver driver, Codecs codecs)
      throws WireException {
    List<FrameEnd> told = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record :
        driver
            .createOutputTopic("t.ledger", new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList()) {
      told.add(codecs.frameEnds().decode("t.ledger", record.key(), record.value()));
    }
    return told;
  }

  private static Map<Outcome, Long> counts(List<FrameEnd> told, Modality modality) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
    told.stream()
        .filter(e -> e.modality().equals(modality))
        .forEach(e -> counts.merge(e.outcome(), (long) e.frames().size(), Long::sum));
    return counts;
  }

  /** A frame that was accepted ends once, in a window or, unpaired, without one. */
  private static void assertEachOnce(List<FrameEnd> told, Modality modality, String where) {
    Map<String, Long> times =
        told.stream()
            .filter(e -> e.modality().equals(modality))
            .filter(e -> e.window().isPresent() || e.outcome() == Outcome.UNPAIRED)
            .flatMap(e -> e.frames().stream().map(f -> e.stream() + " " + f.sequence()))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(times).as(where).isNotEmpty().allSatisfy((name, n) -> assertThat(n).isEqualTo(1));
  }
}
