// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionerCheckTest {
  private static final int PARTITIONS = 4;
  private static final ToIntBiFunction<String, Integer> MURMUR2 =
      (key, n) -> Utils.toPositive(Utils.murmur2(bytes(key))) % n;
  private static final ToIntBiFunction<String, Integer> CRC32 = (key, n) -> (int) (crc32(key) % n);
  private static final ToIntBiFunction<String, Integer> OTHER =
      (key, n) -> Math.floorMod(key.hashCode() * 31 + 17, n);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<Modality, String> topics = new LinkedHashMap<>();
  private final PartitionerCheck check;

  PartitionerCheckTest() {
    topics.put(AUDIO, "t.audio");
    topics.put(VIDEO, "t.video");
    check = new PartitionerCheck(topics, new Meters(registry), Clock.systemUTC());
    check.begin(PARTITIONS);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static long crc32(String key) {
    CRC32 crc = new CRC32();
    crc.update(bytes(key));
    return crc.getValue();
  }

  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  private void send(Modality modality, int keys, ToIntBiFunction<String, Integer> partitioner) {
    for (int i = 0; i < keys; i++) {
      String key = "camera-" + i;
      check.seen(
          new Place(topics.get(modality), partitioner.applyAsInt(key, PARTITIONS), i), bytes(key));
    }
  }

  private void close(int partition, int windows, Modality... present) {
    for (int i = 0; i < windows; i++) {
      var pool = new PooledModality(LayerStack.ofAll(new float[] {1}), 1, 0);
      var window =
          new AlignedWindow(
              new WindowId(Fixtures.CAMERA, 0, i, i + 1L),
              "",
              Stream.of(present).collect(Collectors.toMap(m -> m, m -> pool)));
      check.closed(new ClosedWindow(window, ClosingReason.DEADLINE, List.of(), 0, 0), partition);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "23456, b1b451d7",
    "this is another string with more length to it perhaps, b0150df7",
    "hejsan, d077037e",
  })
  void shouldHashAsLibrdkafkaDoes(String key, String hex) {
    assertThat(Long.toHexString(crc32(key))).as("librdkafka's own test values").isEqualTo(hex);
  }

  @Test
  void shouldTellThePartitionersApart() {
    send(AUDIO, 40, MURMUR2);
    send(VIDEO, 40, CRC32);
    assertThat(check.found(AUDIO)).isEqualTo(Partitioner.MURMUR2);
    assertThat(check.found(VIDEO)).isEqualTo(Partitioner.CRC32);
    assertThat(gauge(VIDEO, "crc32")).isEqualTo(1);
    assertThat(gauge(VIDEO, "murmur2")).isZero();
    assertThat(check.detail())
        .isEqualTo(
            "degraded: `audio` (topic t.audio) is spread by murmur2, `video` (topic t.video) is"
                + " spread by crc32: frames of one stream may meet in no task; produce `video`"
                + " with the murmur2 partitioner (librdkafka: partitioner=murmur2_random) or set"
                + " streams.video.repartition: true");
  }

  @ParameterizedTest
  @CsvSource({"MURMUR2", "CRC32"})
  void shouldBeContentWithOneForAll(Partitioner partitioner) {
    send(AUDIO, 40, partitioner == Partitioner.CRC32 ? CRC32 : MURMUR2);
    send(VIDEO, 40, partitioner == Partitioner.CRC32 ? CRC32 : MURMUR2);
    close(1, 100, AUDIO);
    assertThat(check.found(VIDEO)).isEqualTo(partitioner);
    assertThat(check.problem()).isEmpty();
    assertThat(check.detail()).contains("partitioners found: {audio=" + partitioner.label());
  }

  @Test
  void shouldTakeAnUnknownPartitionerForAFaultOnlyWhereNothingMeets() {
    send(AUDIO, 40, OTHER);
    send(VIDEO, 40, OTHER);
    assertThat(check.found(AUDIO)).isEqualTo(Partitioner.NONE);
    close(0, 19, AUDIO);
    close(1, 19, VIDEO);
    assertThat(check.problem()).as("too few windows").isEmpty();
    close(1, 1, VIDEO);
    assertThat(check.problem().orElseThrow())
        .contains("`audio` (topic t.audio) is spread by none of murmur2 and crc32")
        .contains("every window of a task so far lacks a modality")
        .contains("produce `audio` and `video` with the murmur2 partitioner")
        .endsWith("set streams.audio.repartition: true and streams.video.repartition: true");
    close(1, 1, AUDIO, VIDEO);
    assertThat(check.problem()).as("they do meet").isEmpty();
  }

  @Test
  void shouldNotBlameASensorThatIsOff() {
    send(AUDIO, 40, OTHER);
    close(0, 100, AUDIO);
    assertThat(check.found(VIDEO)).isEqualTo(Partitioner.UNKNOWN);
    assertThat(check.problem()).isEmpty();
  }

  @Test
  void shouldNotJudgeByAFewKeys() {
    send(AUDIO, 4, MURMUR2);
    assertThat(check.found(AUDIO)).as("4⁴ = 256 to one").isEqualTo(Partitioner.UNKNOWN);
    send(AUDIO, 5, MURMUR2);
    assertThat(check.found(AUDIO)).as("5 different ones").isEqualTo(Partitioner.MURMUR2);
    for (int i = 0; i < 200; i++) {
      check.seen(new Place("t.video", CRC32.applyAsInt("one", PARTITIONS), i), bytes("one"));
    }
    assertThat(check.found(VIDEO)).as("the same key again").isEqualTo(Partitioner.UNKNOWN);
  }

  @Test
  void shouldTakeFewKeysTogetherWithOneSidedWindows() {
    // Keys that tell the two apart.
    List<String> keys =
        Stream.iterate(0, i -> i + 1)
            .map(i -> "k" + i)
            .filter(k -> MURMUR2.applyAsInt(k, PARTITIONS) != CRC32.applyAsInt(k, PARTITIONS))
            .limit(2)
            .toList();
    for (String key : keys) {
      check.seen(new Place("t.audio", MURMUR2.applyAsInt(key, PARTITIONS), 0), bytes(key));
      check.seen(new Place("t.video", CRC32.applyAsInt(key, PARTITIONS), 0), bytes(key));
    }
    assertThat(check.problem()).isEmpty();
    close(2, 20, VIDEO);
    assertThat(check.problem().orElseThrow())
        .contains("`video` (topic t.video) is spread by another partitioner than murmur2");
  }

  @Test
  void shouldForgetAPartitionerThatWasMended() {
    send(AUDIO, 400, MURMUR2);
    send(VIDEO, 400, CRC32);
    assertThat(check.problem()).isPresent();
    for (int i = 0; i < 300; i++) {
      send(VIDEO, 1_000, MURMUR2);
    }
    assertThat(check.found(VIDEO)).isEqualTo(Partitioner.MURMUR2);
    assertThat(check.problem()).isEmpty();
  }

  @Test
  void shouldOverlookAFewRecordsSentByHand() {
    send(AUDIO, 40, MURMUR2);
    check.seen(new Place("t.audio", (MURMUR2.applyAsInt("x", 4) + 1) % 4, 0), bytes("x"));
    assertThat(check.found(AUDIO)).isEqualTo(Partitioner.MURMUR2);
  }

  @Test
  void shouldCheckNothingWithOnePartitionOrAForeignOne() {
    check.seen(new Place("t.audio", PARTITIONS, 0), bytes("beyond"));
    check.seen(new Place("t.audio", 0, 0), null);
    check.begin(1);
    send(AUDIO, 40, (key, n) -> 0);
    close(0, 100, AUDIO);
    assertThat(check.found(AUDIO)).isEqualTo(Partitioner.UNKNOWN);
    assertThat(check.problem()).isEmpty();
    assertThat(check.detail()).contains("nothing to check");
  }

  @Test
  void shouldAllocateNothingPerRecord() {
    byte[] key = bytes("camera-1");
    Place place = new Place("t.audio", MURMUR2.applyAsInt("camera-1", PARTITIONS), 0);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int records = 1_000_000;
    repeat(records, place, key);
    long before = threads.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    repeat(records, place, key);
    long nanos = System.nanoTime() - started;
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("PartitionerCheck.seen: %.1f ns a record%n", (double) nanos / records);
    // A review a second allocates, the records do not.
    assertThat(bytes).isLessThan(records / 4);
  }

  private void repeat(int records, Place place, byte[] key) {
    for (int i = 0; i < records; i++) {
      check.seen(place, key);
    }
  }

  private double gauge(Modality modality, String partitioner) {
    Gauge gauge =
        registry
            .get("skewline.decode.partitioner")
            .tags("modality", modality.name(), "partitioner", partitioner)
            .gauge();
    return gauge.value();
  }
}
