// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.topology.StreamsSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code skewline explain} against a broker, over records of the ledger topic written by hand. */
class ExplainIT {
  private static final int PARTITIONS = 4;
  private static final String LEDGER = "it.ledger";
  private static final StreamId CAMERA = new StreamId("camera-1");

  @TempDir private Path dir;

  /** Event time and append time belong together: the reader seeks by it. */
  private final long now = System.currentTimeMillis() * 1_000;

  private final WindowId window = new WindowId(CAMERA, 0, now - 200_000, now);

  private record Result(int exit, String out, String err) {}

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Result(command.execute(args), out.toString(), err.toString());
  }

  private static Result explain(TestCluster cluster, String... more) {
    List<String> args = new ArrayList<>(List.of("explain", cluster.file.toString()));
    args.addAll(List.of("--set", "outputs.ledger=" + LEDGER));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private FrameEnd end(StreamId stream, Modality modality, Outcome outcome, String reason) {
    List<FrameEnd.Ref> frames =
        LongStream.range(0, 5)
            .mapToObj(k -> new FrameEnd.Ref(k, window.startMicros() + k * 40_000))
            .toList();
    Optional<WindowId> of =
        reason.equals("complete") ? Optional.of(window) : Optional.<WindowId>empty();
    return new FrameEnd(stream, modality, outcome, of, reason, frames);
  }

  private static FrameEnd alone(Outcome outcome, String reason, long sequence, long micros) {
    FrameEnd.Ref ref = new FrameEnd.Ref(sequence, micros);
    return new FrameEnd(CAMERA, AUDIO, outcome, Optional.empty(), reason, List.of(ref));
  }

  private KafkaProducer<byte[], byte[]> producer(TestCluster cluster, String transactionalId) {
    Properties config = StreamsSettings.client(cluster.app);
    config.put("transactional.id", transactionalId);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    return producer;
  }

  private static ProducerRecord<byte[], byte[]> record(
      TestCluster cluster, FrameEnd end, Integer partition) {
    byte[] key = end.stream().value().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(
        LEDGER, partition, key, cluster.codecs.frameEnds().encode(LEDGER, end));
  }

  @Test
  void shouldTellWhatBecameOfTheFrames() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, PARTITIONS, "outputs.ledger=" + LEDGER)) {
      write(cluster);
      tellsTheNewest(cluster);
      tellsAMoment(cluster);
      tellsOfAStreamInAnotherPartition(cluster);
      saysWhatIsMissing(cluster);
    }
  }

  private void write(TestCluster cluster) {
    try (var producer = producer(cluster, "good")) {
      producer.send(record(cluster, alone(Outcome.LATE, "after_end", 90, now - 60_000_000), null));
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        FrameEnd fused = end(CAMERA, modality, Outcome.FUSED, "complete");
        producer.send(record(cluster, fused, null));
      }
      producer.send(record(cluster, alone(Outcome.LATE, "behind_watermark", 7, now - 1), null));
      producer.send(
          record(cluster, alone(Outcome.AHEAD, "future-time", 8, now + 3_600_000_000L), null));
      byte[] key = "camera-1".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(LEDGER, key, new byte[] {9}));
      Prediction verdict =
          new Prediction(
              window,
              Verdict.DROPPED_NO_MODEL,
              ClosingReason.COMPLETE,
              List.of(AUDIO, VIDEO),
              List.of(),
              List.of(),
              Map.of(),
              0,
              0,
              Optional.empty());
      String topic = cluster.app.outputs().predictions();
      producer.send(
          new ProducerRecord<>(topic, key, cluster.codecs.predictions().encode(topic, verdict)));
      StreamId moved = new StreamId("moved");
      int own = Utils.toPositive(Utils.murmur2("moved".getBytes(StandardCharsets.UTF_8)));
      FrameEnd elsewhere = end(moved, AUDIO, Outcome.UNPAIRED, "complete");
      producer.send(record(cluster, elsewhere, (own + 1) % PARTITIONS));
      producer.commitTransaction();
    }
    try (var producer = producer(cluster, "aborted")) {
      producer.send(record(cluster, alone(Outcome.DUPLICATE, "same_sequence", 1, now - 1), null));
      producer.flush();
      producer.abortTransaction();
    }
  }

  private void tellsTheNewest(TestCluster cluster) throws Exception {
    Result text = explain(cluster, "--stream", "camera-1");
    assertThat(text.err).isEmpty();
    assertThat(text.exit).isZero();
    System.out.print(text.out);
    assertThat(text.out)
        .contains("11 frames")
        .contains("fused: the window was complete")
        .contains("audio: 5 frames, sequence 0 to 4")
        .contains("video: 5 frames, sequence 0 to 4")
        .contains("late: it came after audio's watermark")
        .contains("audio: sequence 5 to 6 have no outcome")
        .contains("1 record of the ledger topic: unreadable")
        .doesNotContain("duplicate")
        .doesNotContain("after the end-of-stream");
    JsonNode json =
        new ObjectMapper().readTree(explain(cluster, "--stream", "camera-1", "--json").out);
    assertThat(json.get("accounts")).hasSize(3);
    assertThat(json.get("verdicts").get(0).get("verdict").asText()).isEqualTo("dropped_no_model");
  }

  private void tellsAMoment(TestCluster cluster) {
    String minuteAgo = Long.toString(now / 1_000 - 60_000);
    assertThat(explain(cluster, "--stream", "camera-1", "--at", minuteAgo).out)
        .contains("late: it came after the end-of-stream marker of audio")
        .contains("1 frame");
    String later = java.time.Instant.ofEpochMilli(now / 1_000 + 3_600_000).toString();
    String[] ahead = {"--stream", "camera-1", "--at", later, "--around", "1s"};
    assertThat(explain(cluster, ahead).out).contains("no frame has ended");
    List<String> whole = new ArrayList<>(List.of(ahead));
    whole.add("--whole");
    assertThat(explain(cluster, whole.toArray(String[]::new)).out)
        .contains("ahead: it was stamped further ahead of the wall clock than align.maxAhead, 1m");
  }

  private static void tellsOfAStreamInAnotherPartition(TestCluster cluster) {
    assertThat(explain(cluster, "--stream", "moved").out).contains("unpaired: the window was");
  }

  private void saysWhatIsMissing(TestCluster cluster) {
    Result stranger = explain(cluster, "--stream", "nobody");
    assertThat(stranger.exit).isEqualTo(Main.FAILED);
    assertThat(stranger.err).contains("topic it.ledger knows no frame of stream nobody");

    Result off = run("explain", cluster.file.toString(), "--stream", "camera-1");
    assertThat(off.exit).isEqualTo(Main.BAD_CONFIG);
    assertThat(off.err).contains("it.yaml").contains("outputs.ledger is missing");

    String[] other = {"--stream", "camera-1", "--set", "outputs.ledger=it.other"};
    Result absent = explain(cluster, other);
    assertThat(absent.exit).isEqualTo(Main.FAILED);
    assertThat(absent.err).contains("topic it.other (outputs.ledger) does not exist");

    Result time = explain(cluster, "--stream", "camera-1", "--at", "yesterday");
    assertThat(time.exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(time.err).contains("was 'yesterday'");
  }
}
