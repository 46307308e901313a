// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer that live encoders use: frames and end-of-stream markers to their modality's topic,
 * labels to theirs, keyed by stream. Safe for many threads. Sending is asynchronous: an error of an
 * earlier record is thrown, once, by the next call of {@code publish}, {@code flush} or {@code
 * close}; records of one stream and topic keep their order as long as one thread publishes them.
 */
public final class FramePublisher implements FrameSink, AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final Topics topics;
  private final Codec<StreamEvent> frames;
  private final Codec<Label> labels;
  private final Map<Sequenced, AtomicLong> sequences = new ConcurrentHashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param frames topic by modality
   */
  public record Topics(Map<Modality, String> frames, String labels) {
    public Topics {
      frames = Map.copyOf(frames);
    }
  }

  private record Sequenced(StreamId stream, Modality modality) {}

  /**
   * @param producer is closed with this publisher
   */
  public FramePublisher(
      Producer<byte[], byte[]> producer,
      Topics topics,
      Codec<StreamEvent> frames,
      Codec<Label> labels) {
    this.producer = producer;
    this.topics = topics;
    this.frames = frames;
    this.labels = labels;
  }

  /**
   * @param config of a Kafka producer; its serializers are set here
   */
  public static FramePublisher connect(
      Map<String, Object> config, Topics topics, Codec<StreamEvent> frames, Codec<Label> labels) {
    Properties properties = new Properties();
    properties.putAll(config);
    return new FramePublisher(
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
        topics,
        frames,
        labels);
  }

  /**
   * The next sequence number of a stream's modality in this publisher, from 0 and after its end.
   */
  public long nextSequence(StreamId stream, Modality modality) {
    return sequences
        .computeIfAbsent(new Sequenced(stream, modality), key -> new AtomicLong())
        .getAndIncrement();
  }

  /**
   * A frame may carry any of its layers. Who wants to send those alone that the models read asks a
   * {@link io.skewline.models.LayerFollower}.
   *
   * @throws IllegalArgumentException if the modality has no topic
   * @throws KafkaException if an earlier record was not accepted by the broker
   */
  @Override
  public int publish(Frame frame) {
    return send(frame);
  }

  /**
   * Marks that a modality of a stream has ended: what waits for it need wait no longer. Frames of
   * the same session that follow are late. Numbers begin again at 0, for the next session.
   *
   * @param eventTimeMicros when it ended, e.g. the time of its last frame
   * @param session that of its frames; empty if they name none
   * @throws IllegalArgumentException if the modality has no topic
   * @throws KafkaException if an earlier record was not accepted by the broker
   */
  @Override
  public void end(StreamId stream, Modality modality, long eventTimeMicros, String session) {
    send(new EndOfStream(stream, modality, eventTimeMicros, session));
    sequences.remove(new Sequenced(stream, modality));
  }

  private int send(StreamEvent event) {
    String topic = topics.frames().get(event.modality());
    if (topic == null) {
      throw new IllegalArgumentException(
          "no topic for modality " + event.modality() + "; known: " + topics.frames().keySet());
    }
    return send(topic, event.stream(), frames.encode(topic, event));
  }

  /**
   * @throws KafkaException if an earlier record was not accepted by the broker
   */
  @Override
  public void publish(Label label) {
    send(topics.labels(), label.stream(), labels.encode(topics.labels(), label));
  }

  private int send(String topic, StreamId stream, byte[] value) {
    rethrow();
    byte[] key = stream.value().getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(topic, key, value),
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
        });
    return key.length + value.length;
  }

  /** Waits until every record so far is accepted or has failed. */
  @Override
  public void flush() {
    producer.flush();
    rethrow();
  }

  private void rethrow() {
    Exception error = failure.getAndSet(null);
    if (error != null) {
      throw new KafkaException("an earlier record was not accepted: " + error.getMessage(), error);
    }
  }

  /** Flushes, then closes the producer even if something failed. */
  @Override
  public void close() {
    try {
      flush();
    } finally {
      producer.close();
    }
  }
}
