// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.InputProgress;
import io.skewline.modality.Modality;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * How far a Streams application has read its inputs. A modality's partition is caught up when
 * nothing waits on the broker (the consumer's lag) and nothing that was fetched waits in the task's
 * buffers. Safe for many threads.
 */
public final class Inputs implements InputProgress {
  private final FusionApp app;
  private final InputOffsets offsets = new InputOffsets();
  private final AtomicReference<KafkaStreams> streams = new AtomicReference<>();
  private final ConsumerLag lag =
      new ConsumerLag(() -> streams.get() == null ? Map.of() : streams.get().metrics());

  public Inputs(FusionApp app) {
    this.app = app;
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

  /** The record has been dealt with, one way or the other. */
  public void processed(RecordMetadata record) {
    offsets.processed(record);
  }

  @Override
  public boolean caughtUp(Modality modality, int partition) {
    String topic = app.topicOf(modality);
    return lag.caughtUp(topic, partition) && offsets.drained(topic, partition);
  }
}
