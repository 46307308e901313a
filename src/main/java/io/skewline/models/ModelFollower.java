// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleReader;
import io.skewline.ledger.Meters;
import io.skewline.wire.Codec;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Follows the models topic in a thread of its own: loads each activated bundle aside, whole and
 * verified, and hands the warm model to the listener. A bad bundle is refused and changes nothing;
 * parts without an activation are never looked at. A candidate holds up nothing: it comes after the
 * start, and where it cannot be reached it is tried again while the active one is followed. A
 * broker, a registry or a location of bundles that is away is waited for with back-off, while
 * {@link #healthy} says so.
 */
public final class ModelFollower implements AutoCloseable {
  private final String topicName;
  private final TopicTracker tracker = new TopicTracker();
  private final ModelHistory history = new ModelHistory();
  private final VersionPin pin;
  private final BundleSource source;
  private final ModelLoader loader;
  private final TopicFollower topic;

  /** The pin binds the start; later on a model that serves is kept. */
  private boolean pinHeld;

  /**
   * @param client {@code bootstrap.servers} and what else every Kafka client needs
   * @throws IllegalStateException if a key of {@code models.trust} cannot be read
   */
  public ModelFollower(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      BundleReader reader,
      ModelListener listener,
      Meters meters,
      Properties client) {
    this.topicName = settings.topic();
    this.pin = new VersionPin(settings.version());
    this.source = new BundleSource(settings, parts);
    this.loader =
        new ModelLoader(topicName, source, activations, reader, listener, meters, history, pin);
    this.topic = new TopicFollower(client, topicName, "skewline-models", new Records());
  }

  private final class Records implements TopicFollower.Listener {
    @Override
    public void read(ConsumerRecord<byte[], byte[]> record) {
      tracker.add(record);
    }

    @Override
    public void settle(TopicReader reader) {
      loader.settle(tracker, reader);
      if (!pinHeld) {
        pin.require(loader.serves(), topicName, history);
        pinHeld = true;
        // The start is over with this call; the candidate comes with the next.
        return;
      }
      loader.settleCandidate(tracker, reader);
    }
  }

  /**
   * Returns when everything that was on the topic at the time of the call has been read and what is
   * active has been handed to the listener, however long a broker takes to come.
   *
   * @throws IllegalStateException if the topic does not exist, a pinned version is not on it, or
   *     {@link #close} came first
   */
  public void start() {
    topic.start();
  }

  /** Whether broker and registry answered when they were last asked, seconds ago at the most. */
  public boolean healthy() {
    return topic.healthy();
  }

  public ModelHistory history() {
    return history;
  }

  /** Stops following; models that the listener holds are its own. */
  @Override
  public void close() {
    source.close();
    topic.close();
  }
}
