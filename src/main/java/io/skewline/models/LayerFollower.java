// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.FrameLayers;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells producers which layers their frames are to carry: what the models that are followed read,
 * and nothing else. It reads the activations on the models topic, in a daemon thread of its own,
 * and looks at no bundle.
 *
 * <pre>{@code
 * LayerFollower follower = new LayerFollower(settings, codecs.activations(), client);
 * follower.start();
 * // for every frame, at the moment when it is sent:
 * LayerStack sent = follower.layers().of(modality, stack);
 * }</pre>
 *
 * <p>Ask for every frame. The publisher of models counts on it that a frame carries what was
 * announced before the frame was sent; an answer that is kept for longer than a second or two costs
 * the windows of a change a modality. To ask is to read one reference; any thread may.
 */
public final class LayerFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LayerFollower.class);

  private final String topicName;
  private final Codec<Activation> codec;
  private final TopicFollower topic;

  /** Activations as they were read: decoding waits for the registry, reading does not. */
  private final Map<Role, byte @Nullable []> announced = new EnumMap<>(Role.class);

  private final Map<Role, FrameLayers> byRole = new EnumMap<>(Role.class);
  private volatile FrameLayers layers = FrameLayers.ALL;

  /**
   * @param client {@code bootstrap.servers} and what else every Kafka client needs
   */
  public LayerFollower(ModelSettings settings, Codec<Activation> activations, Properties client) {
    this.topicName = settings.topic();
    this.codec = activations;
    this.topic = new TopicFollower(client, topicName, "skewline-layers", new Records());
  }

  /**
   * Returns when the newest activation is known, however long a broker takes to come.
   *
   * @throws IllegalStateException if the topic does not exist or {@link #close} came first
   */
  public void start() {
    topic.start();
  }

  /**
   * What a frame that is sent now is to carry. Everything while no model is active, where its
   * publisher did not say what it reads, and while the topic cannot be read: who does not hear of a
   * change must not send less than it.
   */
  public FrameLayers layers() {
    return topic.healthy() ? layers : FrameLayers.ALL;
  }

  /** Whether broker and registry answered when they were last asked, seconds ago at the most. */
  public boolean healthy() {
    return topic.healthy();
  }

  @Override
  public void close() {
    topic.close();
  }

  private final class Records implements TopicFollower.Listener {
    @Override
    public void read(ConsumerRecord<byte[], byte[]> record) {
      if (ModelKey.parse(record.key()).orElse(null) instanceof ModelKey.Activated activated) {
        announced.put(activated.role(), record.value());
      }
    }

    @Override
    public void settle(TopicReader reader) {
      if (announced.isEmpty()) {
        return;
      }
      announced.forEach(LayerFollower.this::take);
      announced.clear();
      FrameLayers active = byRole.getOrDefault(Role.ACTIVE, FrameLayers.ALL);
      FrameLayers all = active.plus(byRole.getOrDefault(Role.CANDIDATE, active));
      if (!all.equals(layers)) {
        LOG.info("Frames carry {}", all);
      }
      layers = all;
    }
  }

  /** Who cannot read an activation sends everything. */
  private void take(Role role, byte @Nullable [] value) {
    byRole.remove(role);
    if (value == null) {
      return;
    }
    try {
      byRole.put(role, codec.decode(topicName, new byte[0], value).carried());
    } catch (WireException e) {
      LOG.error("An activation on {} is unreadable: {}", topicName, e.getMessage());
      byRole.put(role, FrameLayers.ALL);
    }
  }
}
