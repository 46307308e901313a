// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.BundleReader;
import io.skewline.ledger.Meters;
import io.skewline.models.TopicTracker.Announced;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From announced activations to models in service. Of several activations of one role only the
 * newest is loaded, and none that the listener does not want. Used by the follower's thread.
 */
final class ModelLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

  private final String topicName;
  private final BundleSource source;
  private final Codec<Activation> activations;
  private final BundleReader reader;
  private final ModelListener listener;
  private final Meters meters;
  private final ModelHistory history;
  private final VersionPin pin;

  /** What is to be loaded; stays until that has come to an end, good or bad. */
  private final Map<Role, Activation> wanted = new EnumMap<>(Role.class);

  private final Map<Role, String> serving = new EnumMap<>(Role.class);
  private final Retry candidateRetry = new Retry();

  ModelLoader(
      String topicName,
      BundleSource source,
      Codec<Activation> activations,
      BundleReader reader,
      ModelListener listener,
      Meters meters,
      ModelHistory history,
      VersionPin pin) {
    this.topicName = topicName;
    this.source = source;
    this.activations = activations;
    this.reader = reader;
    this.listener = listener;
    this.meters = meters;
    this.history = history;
    this.pin = pin;
  }

  /**
   * Deals with everything announced, but for what {@link #settleCandidate} does. May be called
   * again after an exception: nothing is lost.
   *
   * @throws org.apache.kafka.common.KafkaException if broker, registry or the bundles' location
   *     cannot be reached
   */
  void settle(TopicTracker tracker, TopicReader topic) {
    while (!tracker.announced().isEmpty()) {
      announce(tracker.announced().getFirst());
      tracker.announced().removeFirst();
    }
    loadWanted(Role.ACTIVE, tracker, topic);
  }

  /** No start waits for a candidate: what cannot be reached now is tried again later. */
  void settleCandidate(TopicTracker tracker, TopicReader topic) {
    if (!candidateRetry.due()) {
      return;
    }
    try {
      loadWanted(Role.CANDIDATE, tracker, topic);
      candidateRetry.reset();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("The candidate on {} is tried again: {}", topicName, e.toString());
      candidateRetry.later();
    }
  }

  private void loadWanted(Role role, TopicTracker tracker, TopicReader topic) {
    Activation activation = wanted.get(role);
    if (activation != null) {
      load(activation, tracker, topic);
      wanted.remove(role);
    }
  }

  /** Whether a model was handed over as the active one. */
  boolean serves() {
    return serving.containsKey(Role.ACTIVE);
  }

  private void announce(Announced announced) {
    if (announced.value() == null) {
      withdraw(announced.role());
      return;
    }
    try {
      Activation activation = activations.decode(topicName, new byte[0], announced.value());
      if (activation.role() != announced.role()) {
        throw new WireException(
            io.skewline.wire.RejectReason.BAD_FIELD,
            "role " + activation.role() + " under the key of " + announced.role());
      }
      history.add(activation, Instant.ofEpochMilli(announced.timestampMillis()));
      pin.admit(activation)
          .filter(ours -> listener.wants(ours.role()))
          .ifPresent(ours -> wanted.put(ours.role(), ours));
    } catch (WireException e) {
      refuse(Reason.BAD_FORMAT, "an activation on " + topicName, e);
    }
  }

  private void withdraw(Role role) {
    wanted.remove(role);
    if (role == Role.CANDIDATE && serving.remove(role) != null) {
      listener.candidateWithdrawn();
    }
  }

  private void load(Activation activation, TopicTracker tracker, TopicReader topic) {
    String serves = serving.get(activation.role());
    // Nothing replaces a pinned model, not even another bundle of the same number.
    if (activation.hash().equals(serves) || (pin.version().isPresent() && serves != null)) {
      return;
    }
    String what = "model version " + activation.version() + " (" + activation.hash() + ")";
    try {
      byte[] bytes =
          source.fetch(
              activation, to -> topic.readAgain(tracker.firstParts(activation.hash()), to));
      // From here on trouble is the bundle's, not the broker's.
      handOver(activation, bytes);
      LOG.info("{} serves as {}: {}", what, activation.role(), activation.reason());
    } catch (BadBundleException e) {
      refuse(e.reason(), what, e);
    }
  }

  private void handOver(Activation activation, byte[] bytes) throws BadBundleException {
    try {
      listener.activate(reader.read(bytes, activation.hash()), activation);
      serving.put(activation.role(), activation.hash());
    } catch (RuntimeException e) {
      LOG.error("Loading model version {} failed", activation.version(), e);
      throw new BadBundleException(Reason.BAD_FORMAT, "loading failed: " + e);
    }
  }

  private void refuse(Reason reason, String what, Exception why) {
    meters.bundleRefused(reason.label());
    LOG.error("Refused {}: {}; what served before stays", what, why.getMessage());
  }
}
