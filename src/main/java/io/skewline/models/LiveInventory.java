// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.wire.Codec;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The inventory of the models topic, kept between publications: each look reads only what has come
 * since the last one, however large the bundles are that lie there. What failed is begun anew, as
 * is a topic that has become shorter. Safe for many threads; the inventory it hands out is for the
 * one that publishes.
 */
final class LiveInventory implements AutoCloseable {
  private final String topic;
  private final Codec<BundlePart> parts;
  private final Codec<Activation> activations;
  private final Properties client;
  private volatile @Nullable TopicReader reader;
  private TopicInventory inventory;
  private boolean closed;

  LiveInventory(
      String topic, Codec<BundlePart> parts, Codec<Activation> activations, Properties client) {
    this.topic = topic;
    this.parts = parts;
    this.activations = activations;
    this.client = client;
    this.inventory = new TopicInventory(parts, activations);
  }

  /**
   * What lies there at the time of the call.
   *
   * @throws KafkaException if there is no such topic, or broker or registry cannot be reached
   */
  synchronized TopicInventory now() {
    if (closed) {
      throw new KafkaException("closed: topic " + topic + " is not looked at any more");
    }
    try {
      TopicReader open = reader;
      Map<TopicPartition, Long> ends = open == null ? Map.of() : open.ends(open.assigned());
      if (open == null || open.beyond(ends)) {
        forget();
        open = new TopicReader(client, topic);
        reader = open;
        ends = open.openAtBeginning();
        if (ends.isEmpty()) {
          throw new KafkaException("models topic " + topic + " does not exist");
        }
      }
      open.readTo(ends, inventory::add);
      return inventory;
    } catch (RuntimeException e) {
      // A record may have been taken in half: its registry was away.
      forget();
      throw e;
    }
  }

  private void forget() {
    TopicReader before = reader;
    reader = null;
    inventory = new TopicInventory(parts, activations);
    if (before != null) {
      before.close();
    }
  }

  @Override
  public void close() {
    TopicReader reading = reader;
    if (reading != null) {
      reading.wakeup();
    }
    synchronized (this) {
      closed = true;
      forget();
    }
  }
}
