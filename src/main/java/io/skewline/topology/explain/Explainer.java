// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.fusion.Prediction;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codec;
import io.skewline.wire.Codecs;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what became of a stream's frames. Each call opens and closes its own consumer. */
public final class Explainer {
  /** Clocks of brokers and processors may differ by so much. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final FusionApp app;
  private final String ledger;
  private final Codec<FrameEnd> ends;
  private final Codec<Prediction> predictions;
  private final Sentences sentences;

  /**
   * @param ledger the ledger topic
   */
  public Explainer(FusionApp app, String ledger, Codecs codecs) {
    this.app = app;
    this.ledger = ledger;
    this.ends = codecs.frameEnds();
    this.predictions = codecs.predictions();
    this.sentences = new Sentences(app);
  }

  /**
   * @throws IllegalStateException if the ledger topic is missing or knows nothing of the stream
   */
  public Explanation explain(Question question) {
    byte[] key = question.stream().value().getBytes(StandardCharsets.UTF_8);
    try (KeyedReader reader = new KeyedReader(StreamsSettings.client(app), key)) {
      if (!reader.exists(ledger)) {
        throw new IllegalStateException(
            "topic " + ledger + " (outputs.ledger) does not exist; `skewline topics` creates it");
      }
      long at = question.atMicros().orElseGet(() -> newest(reader, question.stream()));
      return explain(reader, question, at);
    }
  }

  /** The event time of what ended last; a wrong stamp only if there is nothing else. */
  private long newest(KeyedReader reader, StreamId stream) {
    Found<FrameEnd> found = new Found<>(ends, end -> true);
    reader.newest(ledger).forEach(found::add);
    List<FrameEnd> newest = new ArrayList<>(found.values);
    newest.sort(Comparator.comparing(e -> e.outcome() != Outcome.AHEAD));
    return newest.stream()
        .flatMap(e -> e.frames().stream())
        .reduce((earlier, later) -> later)
        .map(FrameEnd.Ref::eventTimeMicros)
        .orElseThrow(() -> new IllegalStateException(nothingOf(stream)));
  }

  private String nothingOf(StreamId stream) {
    return "topic %s knows no frame of stream %s: none came, none has ended, or it is too long ago"
        .formatted(ledger, stream);
  }

  private Explanation explain(KeyedReader reader, Question question, long at) {
    long around = question.around().toNanos() / 1_000;
    long from = Math.max(0, at - around);
    long to = at > Long.MAX_VALUE - around ? Long.MAX_VALUE : at + around;
    Found<FrameEnd> found =
        new Found<>(ends, e -> e.frames().stream().anyMatch(f -> within(f, from, to)));
    reader.since(ledger, question.whole() ? 0 : appended(from), found::add);
    Map<WindowId, Prediction> verdicts = verdicts(reader, found.values);
    return new Explanation(
        question.stream(),
        from,
        to,
        Accounts.of(found.values, verdicts, sentences),
        List.copyOf(verdicts.values()),
        Accounts.gaps(found.values, from, to),
        found.unreadable);
  }

  private static boolean within(FrameEnd.Ref frame, long from, long to) {
    return from <= frame.eventTimeMicros() && frame.eventTimeMicros() <= to;
  }

  /** The final verdict of every window in the ends. */
  private Map<WindowId, Prediction> verdicts(KeyedReader reader, List<FrameEnd> within) {
    Set<WindowId> windows =
        within.stream().flatMap(e -> e.window().stream()).collect(Collectors.toSet());
    String topic = app.outputs().predictions();
    Map<WindowId, Prediction> verdicts = new TreeMap<>();
    if (!windows.isEmpty() && reader.exists(topic)) {
      long first = windows.stream().mapToLong(WindowId::startMicros).min().orElseThrow();
      Found<Prediction> found =
          new Found<>(predictions, p -> p.reason().isFinal() && windows.contains(p.window()));
      reader.since(topic, appended(first), found::add);
      found.values.forEach(p -> verdicts.put(p.window(), p));
    }
    return verdicts;
  }

  /**
   * Nothing about an accepted frame is appended earlier than this, in milliseconds: a frame is at
   * most {@code align.maxAhead} ahead of the wall clock. In replay mode there is no such relation.
   */
  private long appended(long eventTimeMicros) {
    if (app.align().time() == TimeMode.REPLAY) {
      return 0;
    }
    Duration ahead = app.decode().maxAhead();
    return ahead.compareTo(Duration.ofDays(1)) > 0
        ? 0
        : eventTimeMicros / 1_000 - ahead.plus(SLACK).toMillis();
  }

  /** What the records of a topic say, as far as it is wanted. */
  private static final class Found<T> {
    private final Codec<T> codec;
    private final Predicate<T> wanted;
    private final List<T> values = new ArrayList<>();
    private long unreadable;

    private Found(Codec<T> codec, Predicate<T> wanted) {
      this.codec = codec;
      this.wanted = wanted;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
      try {
        T value = codec.decode(record.topic(), record.key(), record.value());
        if (wanted.test(value)) {
          values.add(value);
        }
      } catch (WireException e) {
        unreadable++;
      }
    }
  }
}
