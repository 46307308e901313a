// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.FusionModel;
import io.skewline.models.TopicInventory.Current;
import io.skewline.models.TopicInventory.Known;
import io.skewline.wire.Codec;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The bundles on the models topic at one moment. One thread. */
public final class ModelCatalog implements AutoCloseable {
  private final TopicReader topic;
  private final TopicTracker tracker = new TopicTracker();
  private final TopicInventory inventory;
  private final BundleSource source;
  private final List<Entry> entries;

  /**
   * A bundle.
   *
   * @param roles that it has now
   * @param kept it stays to be gone back to
   * @param parts of it on the topic
   * @param wanted parts that it has; 0 for one that lies elsewhere, or if no part says so
   * @param activation its newest; empty for a bundle that was never activated, or by a publisher
   *     that left no word of it
   * @param activated when that was
   */
  public record Entry(
      String hash,
      long version,
      long sizeBytes,
      Set<Role> roles,
      boolean kept,
      int parts,
      int wanted,
      Optional<Activation> activation,
      Optional<Instant> activated) {

    /** All of it is on the topic, or it lies elsewhere; what it holds was not looked at. */
    public boolean whole() {
      return !location().isEmpty() || wanted > 0 && parts == wanted;
    }

    /** URL of its file; empty for in parts on the topic. */
    public String location() {
      return activation.map(Activation::location).orElse("");
    }

    /** What it is there for; {@code left over} goes with the next publication. */
    public String role() {
      if (!roles.isEmpty()) {
        return roles.stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("+"));
      }
      return kept ? "kept" : "left over";
    }

    @Override
    public String toString() {
      return "%d (%s, %s)".formatted(version, hash.substring(0, 12), role());
    }
  }

  /**
   * Reads the topic to its present end.
   *
   * @param client {@code bootstrap.servers} and what else every Kafka client needs
   * @throws org.apache.kafka.common.KafkaException if there is no such topic, or broker or registry
   *     cannot be reached
   * @throws IllegalStateException if a key of {@code models.trust} cannot be read
   */
  public ModelCatalog(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      Properties client) {
    this.source = BundleSource.lazy(settings, parts);
    this.inventory = new TopicInventory(parts, activations);
    this.topic = new TopicReader(client, settings.topic());
    read(settings.topic());
    this.entries =
        inventory.hashes().stream()
            .map(this::entry)
            .sorted(Comparator.comparingLong(Entry::version).reversed().thenComparing(Entry::hash))
            .toList();
  }

  private void read(String name) {
    try {
      Map<TopicPartition, Long> ends = topic.openAtBeginning();
      if (ends.isEmpty()) {
        throw new KafkaException("models topic " + name + " does not exist");
      }
      topic.readTo(
          ends,
          record -> {
            inventory.add(record);
            tracker.add(record);
          });
    } catch (RuntimeException e) {
      topic.close();
      throw e;
    }
  }

  private Entry entry(String hash) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    current()
        .filter(one -> one.activation().hash().equals(hash))
        .forEach(one -> roles.add(one.activation().role()));
    Optional<Known> newest =
        // A change of layers activates again what serves already: that is no news of it.
        inventory
            .known(hash)
            .or(
                () ->
                    current()
                        .filter(one -> one.activation().hash().equals(hash))
                        .map(one -> new Known(one.activation(), one.at()))
                        .findFirst());
    int[] parts = inventory.partsThere(hash);
    return new Entry(
        hash,
        newest.map(k -> k.activation().version()).orElse(inventory.version(hash)),
        newest.map(k -> k.activation().sizeBytes()).orElse(inventory.sizeBytes(hash)),
        roles,
        current().anyMatch(one -> one.keeps().contains(hash)),
        parts[0],
        parts[1],
        newest.map(Known::activation),
        newest.map(Known::at));
  }

  /** Active first. */
  private Stream<Current> current() {
    return Stream.of(Role.values()).flatMap(role -> inventory.current(role).stream());
  }

  /** Newest version first. */
  public List<Entry> entries() {
    return entries;
  }

  public Optional<Entry> in(Role role) {
    return entries.stream().filter(entry -> entry.roles.contains(role)).findFirst();
  }

  /** What stays to be gone back to from the active one, newest activation first. */
  public List<Entry> keptForActive() {
    Set<String> keeps = inventory.current(Role.ACTIVE).map(Current::keeps).orElse(Set.of());
    return entries.stream()
        .filter(entry -> keeps.contains(entry.hash) && entry.whole())
        .sorted(
            Comparator.comparing(
                entry -> entry.activated.orElse(Instant.EPOCH), Comparator.reverseOrder()))
        .toList();
  }

  /**
   * The bytes of a bundle, whole, as activated, and of somebody who is trusted.
   *
   * @throws org.apache.kafka.common.KafkaException if broker, registry or location is away
   */
  public byte[] bytes(Entry entry) throws BadBundleException {
    Activation activation =
        entry.activation.orElse(
            new Activation(
                Role.CANDIDATE, entry.hash, entry.version, entry.sizeBytes, FrameLayers.ALL, ""));
    return source.fetch(
        activation,
        to -> topic.readAgain(tracker.firstParts(entry.hash), tracker.endOfParts(entry.hash), to));
  }

  /**
   * How a bundle was activated. Where a publisher of before left no word of that, it is made from
   * what the bundle says of itself.
   *
   * @param reader of who would serve it
   * @throws org.apache.kafka.common.KafkaException if broker, registry or location is away
   */
  public Activation activation(Entry entry, BundleReader reader) throws BadBundleException {
    if (entry.activation.isPresent()) {
      return entry.activation.get();
    }
    byte[] bytes = bytes(entry);
    try (FusionModel model = reader.read(bytes, entry.hash)) {
      BundleManifest manifest = model.manifest();
      return new Activation(
          Role.ACTIVE,
          entry.hash,
          manifest.version(),
          bytes.length,
          FrameLayers.of(manifest.plan(), manifest.modalities()),
          "");
    }
  }

  @Override
  public void close() {
    source.close();
    topic.close();
  }
}
