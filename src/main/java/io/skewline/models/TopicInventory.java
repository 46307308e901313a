// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BundlePart;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What lies on the models topic: the parts by bundle, and what each role needs. */
final class TopicInventory {
  /** Header of an activation: comma-separated hashes of the bundles that one may go back to. */
  static final String KEEPS = "keeps";

  /** An activation and the bundles that stay for its sake. */
  record Current(Activation activation, Set<String> keeps) {}

  private final Codec<BundlePart> partCodec;
  private final Codec<Activation> activationCodec;

  /** By bundle and index: of how many parts that one says it is, 0 if it cannot be read. */
  private final Map<String, SortedMap<Integer, Integer>> parts = new HashMap<>();

  private final Map<Role, Current> current = new EnumMap<>(Role.class);
  private boolean unreadable;

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
    }
  }

  private void addPart(ModelKey.Part part, ConsumerRecord<byte[], byte[]> record) {
    SortedMap<Integer, Integer> there = parts.computeIfAbsent(part.hash(), hash -> new TreeMap<>());
    if (record.value() == null) {
      there.remove(part.index());
    } else {
      there.put(part.index(), count(record));
    }
  }

  private int count(ConsumerRecord<byte[], byte[]> record) {
    try {
      return partCodec.decode(record.topic(), record.key(), record.value()).parts();
    } catch (WireException e) {
      return 0;
    }
  }

  private void addActivation(Role role, ConsumerRecord<byte[], byte[]> record) {
    current.remove(role);
    if (record.value() == null) {
      return;
    }
    try {
      Activation activation = activationCodec.decode(record.topic(), record.key(), record.value());
      current.put(role, new Current(activation, keeps(record.headers().lastHeader(KEEPS))));
    } catch (WireException e) {
      unreadable = true;
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

  /** Whether every part of a bundle is there; what is in them is for who loads it to check. */
  boolean holds(String hash) {
    SortedMap<Integer, Integer> there = parts.getOrDefault(hash, new TreeMap<>());
    return !there.isEmpty()
        && there.lastKey() == there.size() - 1
        && there.values().stream().allMatch(count -> count == there.size());
  }

  /** The keys of a bundle's parts of that index and beyond. */
  List<ModelKey> partsFrom(int index, String hash) {
    return keys(hash, parts.getOrDefault(hash, new TreeMap<>()).tailMap(index)).toList();
  }

  private static Stream<ModelKey> keys(String hash, SortedMap<Integer, Integer> indices) {
    return indices.keySet().stream().map(index -> new ModelKey.Part(hash, index));
  }

  /** The keys of all parts that no role needs. None, if an activation cannot be read. */
  List<ModelKey> stale() {
    if (unreadable) {
      return List.of();
    }
    Set<String> needed = new HashSet<>();
    for (Current one : current.values()) {
      needed.add(one.activation.hash());
      needed.addAll(one.keeps);
    }
    return parts.entrySet().stream()
        .filter(entry -> !needed.contains(entry.getKey()))
        .flatMap(entry -> keys(entry.getKey(), entry.getValue()))
        .toList();
  }
}
