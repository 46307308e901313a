// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
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
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What lies on the models topic: the parts by bundle, and what each role needs. */
final class TopicInventory {
  /** Header of an activation: comma-separated hashes of the bundles that one may go back to. */
  static final String KEEPS = "keeps";

  /** An activation and the bundles that stay for its sake. */
  record Current(Activation activation, Set<String> keeps) {}

  private final Map<String, Set<Integer>> parts = new HashMap<>();
  private final Map<Role, Current> current = new EnumMap<>(Role.class);
  private boolean unreadable;

  /**
   * @throws org.apache.kafka.common.errors.RetriableException if the registry cannot be reached
   */
  void add(ConsumerRecord<byte[], byte[]> record, Codec<Activation> codec) {
    ModelKey key = ModelKey.parse(record.key()).orElse(null);
    if (key instanceof ModelKey.Part part) {
      addPart(part, record.value() != null);
    } else if (key instanceof ModelKey.Activated activated) {
      addActivation(activated.role(), record, codec);
    }
  }

  private void addPart(ModelKey.Part part, boolean there) {
    if (there) {
      parts.computeIfAbsent(part.hash(), hash -> new TreeSet<>()).add(part.index());
      return;
    }
    Set<Integer> left = parts.getOrDefault(part.hash(), new TreeSet<>());
    left.remove(part.index());
    if (left.isEmpty()) {
      parts.remove(part.hash());
    }
  }

  private void addActivation(
      Role role, ConsumerRecord<byte[], byte[]> record, Codec<Activation> codec) {
    current.remove(role);
    if (record.value() == null) {
      return;
    }
    try {
      Activation activation = codec.decode(record.topic(), record.key(), record.value());
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

  boolean holds(String hash) {
    return parts.containsKey(hash);
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
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .map(index -> (ModelKey) new ModelKey.Part(entry.getKey(), index)))
        .toList();
  }
}
