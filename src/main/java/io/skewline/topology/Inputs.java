// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.InputProgress;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What a Streams application knows of its inputs while it runs: how far it has read them and by
 * what they are spread. A modality's partition is read to its end when nothing waits on the broker
 * (the consumer's lag), nothing that was fetched waits in the task's buffers, and the task has not
 * just stood still; else as far as {@link InputOffsets} can tell. A repartitioned modality is read
 * as far as what its producers sent is known to have arrived on the topic of ours. A fetch that is
 * on its way while the lag is read may bring what was appended since the one before: so "to its
 * end" is right to within one fetch. Safe for many threads.
 */
public final class Inputs implements InputProgress, AutoCloseable {
  private final FrameTopics topics;
  private final PartitionerCheck partitioners;
  private final InputOffsets offsets = new InputOffsets(this::mark);
  private final AtomicReference<KafkaStreams> streams = new AtomicReference<>();
  private final ConsumerLag lag =
      new ConsumerLag(() -> streams.get() == null ? Map.of() : streams.get().metrics());
  private final Attention attention;
  private volatile Optional<RepartitionProgress> repartitions = Optional.empty();

  /** Of a processor, with meters that nobody reads. */
  public Inputs(FusionApp app) {
    this(FrameTopics.ofProcessor(app), Meters.unread());
  }

  public Inputs(FrameTopics topics, Meters meters) {
    this.topics = topics;
    this.attention = new Attention(topics.app().align().timing().punctuation());
    Map<Modality, String> decoded = new LinkedHashMap<>();
    topics.app().specs().forEach(s -> decoded.put(s.modality(), topics.of(s.modality())));
    this.partitioners = new PartitionerCheck(decoded, meters, Clock.systemUTC());
  }

  /** Before the application is made: its consumers are to report here. */
  public Properties observing(Properties config) {
    offsets.observe(config);
    return config;
  }

  /** After it is made: its metrics are to be read. */
  public void of(KafkaStreams application) {
    streams.set(application);
  }

  /**
   * Before it is started.
   *
   * @param partitions of each topic that is decoded
   */
  public void begin(int partitions) {
    partitioners.begin(partitions);
    if (!topics.repartitioned().isEmpty()) {
      RepartitionProgress progress = RepartitionProgress.of(topics);
      progress.start();
      begin(progress);
    }
  }

  void begin(RepartitionProgress progress) {
    repartitions = Optional.of(progress);
  }

  /** The record has been dealt with, one way or the other. */
  public void processed(RecordMetadata record) {
    offsets.processed(record);
  }

  public PartitionerCheck partitioners() {
    return partitioners;
  }

  @Override
  public long readToMillis(Modality modality, int partition, long nowMillis) {
    TopicPartition decoded = new TopicPartition(topics.of(modality), partition);
    // Without an application there is no consumer that could lag.
    boolean fetched = streams.get() == null || nothingLeft(decoded);
    boolean drained = offsets.drained(decoded.topic(), partition);
    long marked = offsets.readToMillis(decoded);
    if (!fetched || !drained) {
      return marked;
    }
    if (!repartitioned(modality)) {
      return nowMillis;
    }
    long position = offsets.position(decoded.topic(), partition);
    return Math.max(marked, arrivedMillis(modality, decoded, position));
  }

  private boolean nothingLeft(TopicPartition input) {
    return attention.awake(input) && lag.caughtUp(input.topic(), input.partition());
  }

  private boolean repartitioned(Modality modality) {
    return !topics.app().topicOf(modality).equals(topics.of(modality));
  }

  /** Of a repartitioned modality; {@link #UNKNOWN} while something may be on its way. */
  private long arrivedMillis(Modality modality, TopicPartition decoded, long position) {
    return repartitions.isEmpty()
        ? UNKNOWN
        : repartitions.get().arrivedMillis(topics.app().topicOf(modality), decoded, position);
  }

  /** A poll that leaves nothing on our copy of a topic may leave it on the producers'. */
  ReadMarks mark(ReadMarks marks, TopicPartition input, long last, long position) {
    Optional<Modality> copied =
        topics.repartitioned().stream()
            .filter(stream -> topics.of(stream).equals(input.topic()))
            .map(stream -> stream.spec().modality())
            .findFirst();
    boolean nothingLeft = nothingLeft(input);
    if (copied.isPresent()) {
      long arrived = arrivedMillis(copied.get(), input, position);
      return arrived == UNKNOWN ? marks : marks.mark(last, arrived);
    }
    return nothingLeft ? marks.with(last, System.currentTimeMillis()) : marks;
  }

  @Override
  public void close() {
    repartitions.ifPresent(RepartitionProgress::close);
  }
}
