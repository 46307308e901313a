// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BundlePart;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What lies on the models topic: the parts by bundle, and what each role needs. */
final class TopicInventory {
  /** Header of an activation: comma-separated hashes of the bundles that one may go back to. */
  static final String KEEPS = "keeps";

  /** An activation, when it was written, and the bundles that stay for its sake. */
  record Current(Activation activation, Instant at, Set<String> keeps) {}

  /** How a bundle was last activated. */
  record Known(Activation activation, Instant at) {}

  /** What a part says of its bundle; no parts if it cannot be read. */
  private record Part(int parts, long version, int sizeBytes) {}

  private final Codec<BundlePart> partCodec;
  private final Codec<Activation> activationCodec;

  /** By bundle and index. */
  private final Map<String, SortedMap<Integer, Part>> parts = new HashMap<>();

  private final Map<String, Known> known = new HashMap<>();

  private final Map<Role, Current> current = new EnumMap<>(Role.class);
  private final Set<Role> unreadable = EnumSet.noneOf(Role.class);

  TopicInventory(Codec<BundlePart> parts, Codec<Activation> activations) {
    this.partCodec = parts;
    this.activationCodec = activations;
  }

  /**
   * @throws org.apache.kafka.common.errors.RetriableException if the registry cannot be reached
   */
  void add(ConsumerRecord<byte[], byte[]> record) {
    ModelKey key = ModelKey.parse(record.key()).orElse(null);
    if (key instanceof ModelKey.Part part) {
      addPart(part, record);
    } else if (key instanceof ModelKey.Activated activated) {
      addActivation(activated.role(), record);
    } else if (key instanceof ModelKey.Known bundle) {
      addKnown(bundle.hash(), record);
    }
  }

  private void addPart(ModelKey.Part part, ConsumerRecord<byte[], byte[]> record) {
    SortedMap<Integer, Part> there = parts.computeIfAbsent(part.hash(), hash -> new TreeMap<>());
    if (record.value() == null) {
      there.remove(part.index());
    } else {
      there.put(part.index(), part(record));
    }
    if (there.isEmpty()) {
      parts.remove(part.hash());
    }
  }

  private Part part(ConsumerRecord<byte[], byte[]> record) {
    try {
      BundlePart part = partCodec.decode(record.topic(), record.key(), record.value());
      return new Part(part.parts(), part.version(), part.bytes().length);
    } catch (WireException e) {
      return new Part(0, 0, 0);
    }
  }

  private void addKnown(String hash, ConsumerRecord<byte[], byte[]> record) {
    known.remove(hash);
    if (record.value() == null) {
      return;
    }
    try {
      Activation activation = activationCodec.decode(record.topic(), record.key(), record.value());
      known.put(hash, new Known(activation, Instant.ofEpochMilli(record.timestamp())));
    } catch (WireException e) {
      // As if it had never been told: its parts alone say that it is there.
    }
  }

  private void addActivation(Role role, ConsumerRecord<byte[], byte[]> record) {
    current.remove(role);
    unreadable.remove(role);
    if (record.value() == null) {
      return;
    }
    try {
      Activation activation = activationCodec.decode(record.topic(), record.key(), record.value());
      current.put(
          role,
          new Current(
              activation,
              Instant.ofEpochMilli(record.timestamp()),
              keeps(record.headers().lastHeader(KEEPS))));
    } catch (WireException e) {
      unreadable.add(role);
    }
  }

  private static Set<String> keeps(@org.jspecify.annotations.Nullable Header header) {
    return header == null || header.value().length == 0
        ? Set.of()
        : Set.copyOf(Arrays.asList(new String(header.value(), StandardCharsets.UTF_8).split(",")));
  }

  Optional<Current> current(Role role) {
    return Optional.ofNullable(current.get(role));
  }

  Optional<Known> known(String hash) {
    return Optional.ofNullable(known.get(hash));
  }

  /** Of all bundles that anything on the topic speaks of. */
  Set<String> hashes() {
    Set<String> hashes = new TreeSet<>(known.keySet());
    current.values().forEach(one -> hashes.add(one.activation.hash()));
    hashes.addAll(parts.keySet());
    return hashes;
  }

  /**
   * Whether a bundle is to be had: every part of it is there, or it lies elsewhere. What it holds
   * is for who loads it to check.
   */
  boolean holds(String hash) {
    return whole(hash)
        || Stream.concat(
                Stream.ofNullable(known.get(hash)).map(Known::activation),
                current.values().stream().map(Current::activation))
            .anyMatch(a -> a.hash().equals(hash) && !a.location().isEmpty());
  }

  /** Whether every part of a bundle is there. */
  boolean whole(String hash) {
    SortedMap<Integer, Part> there = parts(hash);
    return !there.isEmpty()
        && there.lastKey() == there.size() - 1
        && there.values().stream().allMatch(part -> part.parts == there.size());
  }

  /** How many parts of a bundle are there, and how many there should be, 0 if none says so. */
  int[] partsThere(String hash) {
    SortedMap<Integer, Part> there = parts(hash);
    return new int[] {there.size(), there.values().stream().mapToInt(Part::parts).max().orElse(0)};
  }

  /** The bytes of a bundle's parts together. */
  long sizeBytes(String hash) {
    return parts(hash).values().stream().mapToLong(Part::sizeBytes).sum();
  }

  /** What a bundle's parts say; 0 if there are none. */
  long version(String hash) {
    return parts(hash).values().stream().mapToLong(Part::version).max().orElse(0);
  }

  private SortedMap<Integer, Part> parts(String hash) {
    return parts.getOrDefault(hash, new TreeMap<>());
  }

  /** The keys of a bundle's parts of that index and beyond. */
  List<ModelKey> partsFrom(int index, String hash) {
    return keys(hash, parts(hash).tailMap(index)).toList();
  }

  private static Stream<ModelKey> keys(String hash, SortedMap<Integer, Part> indices) {
    return indices.keySet().stream().map(index -> new ModelKey.Part(hash, index));
  }

  /**
   * The keys of what belongs to bundles that no role needs. None, if an activation cannot be read.
   */
  List<ModelKey> stale() {
    if (!unreadable.isEmpty()) {
      return List.of();
    }
    Set<String> needed = new HashSet<>();
    for (Current one : current.values()) {
      needed.add(one.activation.hash());
      needed.addAll(one.keeps);
    }
    return Stream.concat(
            known.keySet().stream().filter(hash -> !needed.contains(hash)).map(ModelKey.Known::new),
            parts.entrySet().stream()
                .filter(entry -> !needed.contains(entry.getKey()))
                .flatMap(entry -> keys(entry.getKey(), entry.getValue())))
        .toList();
  }
}
