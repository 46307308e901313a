// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleSignature;
import io.skewline.fusion.FrameLayers;
import io.skewline.models.TopicInventory.Current;
import io.skewline.wire.Codec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts bundles on the models topic. An activation is sent when the broker has acknowledged every
 * part of its bundle, so whoever reads an activation finds the parts. No transaction is needed for
 * that, and none can be left open by a publisher that dies and hold up all followers.
 *
 * <p>Calls block until the broker has what they wrote, and where the plan of a new active model
 * reads other layers than the one before, for the pauses of a {@link Changeover}. Safe for many
 * threads. In a pause others may write, through this publisher or another: each step begins with
 * another look at the topic, and whoever finds that a later activation took the place of its own
 * gives way. Only what two publishers write within the milliseconds of one step escapes that.
 */
public final class ModelPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelPublisher.class);
  private static final String PROBE = "0".repeat(64);

  private final ModelSettings settings;
  private final Codec<BundlePart> parts;
  private final Codec<Activation> activations;
  private final LiveInventory inventory;
  private final TopicWriter topic;
  private final BundleSender sender;
  private final Optional<BundleSigner> signer;
  private final TrustedKeys trusted;
  private final Pause pause;

  /** How one model takes over: the steps of its {@link Changeover}, the first one written. */
  private record Takeover(Activation next, String parentHash, List<Activation> steps) {}

  /**
   * @param client {@code bootstrap.servers} and what else every Kafka client needs
   * @throws IllegalStateException if the key to sign with, or one of {@code models.trust}, cannot
   *     be read
   */
  public ModelPublisher(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      Properties client) {
    this(settings, parts, activations, client, Pause.untilClosed());
  }

  /**
   * @param pause closed with this publisher
   */
  ModelPublisher(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      Properties client,
      Pause pause) {
    this.settings = settings;
    this.parts = parts;
    this.activations = activations;
    this.signer = settings.transport().signKey().map(ModelPublisher::signer);
    this.trusted = TrustedKeys.in(settings.transport().trust());
    this.inventory = new LiveInventory(settings.topic(), parts, activations, client);
    this.topic = new TopicWriter(client, settings);
    this.sender = new BundleSender(settings, parts, topic);
    this.pause = pause;
  }

  private static BundleSigner signer(Path key) {
    try {
      return BundleSigner.with(key);
    } catch (IllegalStateException e) {
      throw new IllegalStateException("models.signKey: " + e.getMessage(), e);
    }
  }

  /**
   * For who signs all that it publishes, before it begins.
   *
   * @throws IllegalStateException if followers with these settings would refuse it
   */
  public void requireTrusted() {
    BundleSignature probe = signer.map(own -> own.sign(PROBE, 1)).orElse(BundleSignature.NONE);
    try {
      trusted.require(probe, PROBE, 1);
    } catch (BadBundleException e) {
      throw new IllegalStateException(
          settings
              .transport()
              .signKey()
              .map(key -> "models.signKey " + key + " is not trusted: " + e.getMessage())
              .orElse("models.signKey is not set: what is published would be " + e.getMessage()),
          e);
    }
  }

  /**
   * Publishes a bundle, signed where the settings name a key, lets it serve in a role, and deletes
   * the parts of bundles that no role needs any more: neither active, nor candidate, nor what one
   * of them was measured against or took over from.
   *
   * @throws IllegalArgumentException if the bundle's hash is not that of its bytes, or nobody of
   *     {@code models.trust} signed it: all followers would refuse it
   * @throws OvertakenException if another one was activated while this one took over
   * @throws KafkaException if the broker did not take all of it, somebody deleted of it, or the
   *     publisher was closed meanwhile; to be published once more
   */
  public Activation publish(Bundle bundle, Role role, String reason) {
    return publish(bundle, BundleSignature.NONE, role, reason);
  }

  /**
   * Likewise, with a signature that it has already; without one it is signed as above.
   *
   * @throws IllegalArgumentException likewise
   * @throws OvertakenException likewise
   * @throws KafkaException likewise
   */
  public Activation publish(Bundle bundle, BundleSignature signature, Role role, String reason) {
    if (!Bundle.sha256(bundle.bytes()).equals(bundle.hash())) {
      throw new IllegalArgumentException("bytes of bundle " + bundle.hash() + " have another hash");
    }
    BundleSignature by =
        signature.present()
            ? signature
            : signer.map(own -> own.sign(bundle)).orElse(BundleSignature.NONE);
    Activation next = activation(bundle, role, reason).signed(by).at(sender.url(bundle.hash()));
    requireTrusted(next);
    goOn(begin(next, bundle));
    deleteStaleParts();
    return next;
  }

  private void requireTrusted(Activation next) {
    try {
      trusted.require(next.signature(), next.hash(), next.sizeBytes());
    } catch (BadBundleException e) {
      throw new IllegalArgumentException(
          "model version %d (%s) is not published: %s"
              .formatted(next.version(), next.hash(), e.getMessage()),
          e);
    }
  }

  private static Activation activation(Bundle bundle, Role role, String reason) {
    BundleManifest manifest = bundle.manifest();
    return new Activation(
        role,
        bundle.hash(),
        manifest.version(),
        bundle.bytes().length,
        FrameLayers.of(manifest.plan(), manifest.modalities()),
        reason);
  }

  /**
   * Lets a bundle that is still on the topic serve: promotion of a candidate, or going back.
   *
   * @param earlier any activation of that bundle
   * @throws IllegalArgumentException if the topic does not hold all of the bundle any more, or
   *     nobody of {@code models.trust} signed it
   * @throws OvertakenException if another one was activated while this one took over
   */
  public Activation reactivate(Activation earlier, Role role, String reason) {
    Activation next = earlier.as(role).carrying(earlier.layers()).because(reason);
    requireTrusted(next);
    goOn(begin(next));
    return next;
  }

  /** The candidate is not to be followed any more; its parts go with the next publication. */
  public synchronized void withdrawCandidate() {
    topic.delete(List.of(new ModelKey.Activated(Role.CANDIDATE)));
  }

  private synchronized Takeover begin(Activation next, Bundle bundle) {
    // Before anything is sent: that would make a topic of its own where there is none.
    sender.send(bundle, next.signature(), inventory.now());
    topic.write(List.of(known(next)));
    TopicInventory now = inventory.now();
    requireWhole(now, next);
    return first(next, bundle.manifest().parentHash(), now);
  }

  private synchronized Takeover begin(Activation next) {
    TopicInventory now = inventory.now();
    if (!now.holds(next.hash())) {
      throw new IllegalArgumentException(
          "bundle " + next.hash() + " is not on topic " + settings.topic() + " any more");
    }
    topic.write(List.of(known(next)));
    return first(next, "", now);
  }

  private TopicWriter.Entry known(Activation next) {
    return new TopicWriter.Entry(
        new ModelKey.Known(next.hash()), activations.encode(settings.topic(), next));
  }

  private Takeover first(Activation next, String parentHash, TopicInventory now) {
    Takeover takeover =
        new Takeover(
            next,
            parentHash,
            Changeover.steps(now.current(next.role()).map(Current::activation), next));
    activate(takeover, 0, now);
    return takeover;
  }

  private void goOn(Takeover takeover) {
    for (int i = 1; i < takeover.steps.size(); i++) {
      pause();
      later(takeover, i);
    }
  }

  private synchronized void later(Takeover takeover, int step) {
    Activation next = takeover.next;
    TopicInventory now = inventory.now();
    Optional<Activation> found = now.current(next.role()).map(Current::activation);
    if (!found.equals(Optional.of(takeover.steps.get(step - 1)))) {
      throw new OvertakenException(next, found);
    }
    requireWhole(now, next);
    activate(takeover, step, now);
  }

  /** Another publisher tidies up what no activation names yet. */
  private void requireWhole(TopicInventory now, Activation next) {
    if (next.location().isEmpty() ? !now.whole(next.hash()) : !now.holds(next.hash())) {
      throw new KafkaException(
          "parts of bundle " + next.hash() + " are gone from topic " + settings.topic());
    }
  }

  private void pause() {
    try {
      if (!pause.await(settings.announce())) {
        throw new KafkaException("closed while models on " + settings.topic() + " change");
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Each step keeps what a later one, or who goes back, will need. */
  private void activate(Takeover takeover, int index, TopicInventory now) {
    Activation step = takeover.steps.get(index);
    Set<String> keeps = new TreeSet<>(List.of(takeover.parentHash, takeover.next.hash()));
    now.current(Role.ACTIVE).ifPresent(active -> keeps.addAll(kept(active, step)));
    keeps.removeAll(Set.of("", step.hash()));
    topic.write(
        new ModelKey.Activated(step.role()), activations.encode(settings.topic(), step), keeps);
    LOG.info(
        "Model version {} ({}) is {} on {}: {}",
        step.version(),
        step.hash(),
        step.role(),
        settings.topic(),
        step.reason());
  }

  /** The one that was active before; if that is the same bundle, the one before it. */
  private static Set<String> kept(Current active, Activation next) {
    return active.activation().hash().equals(next.hash())
        ? active.keeps()
        : Set.of(active.activation().hash());
  }

  /** The publication stands, even if tidying up fails: the next one tries again. */
  private synchronized void deleteStaleParts() {
    try {
      topic.delete(inventory.now().stale());
    } catch (KafkaException e) {
      LOG.warn("Old bundles stay on {} for now: {}", settings.topic(), e.toString());
    }
  }

  @Override
  public void close() {
    pause.close();
    inventory.close();
    sender.close();
    topic.close();
  }
}
