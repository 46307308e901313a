// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a follower remembers of the records it has passed: where each bundle's parts begin, and the
 * activations that it has not looked at yet. Parts themselves are read again when they are wanted,
 * so memory does not grow with the bundles on the topic.
 */
final class TopicTracker {

  /** An activation record, still encoded; no value withdraws what served in the role. */
  record Announced(Role role, byte @Nullable [] value, long timestampMillis) {}

  private record Place(TopicPartition partition, long offset) {}

  /** By bundle and index, where the newest record of that part is. */
  private final Map<String, Map<Integer, Place>> parts = new HashMap<>();

  private final Deque<Announced> announced = new ArrayDeque<>();

  void add(ConsumerRecord<byte[], byte[]> record) {
    ModelKey key = ModelKey.parse(record.key()).orElse(null);
    if (key instanceof ModelKey.Activated activated) {
      announced.addLast(new Announced(activated.role(), record.value(), record.timestamp()));
    } else if (key instanceof ModelKey.Part part) {
      addPart(part, record);
    }
  }

  private void addPart(ModelKey.Part part, ConsumerRecord<byte[], byte[]> record) {
    Map<Integer, Place> there = parts.computeIfAbsent(part.hash(), hash -> new HashMap<>());
    if (record.value() == null) {
      there.remove(part.index());
    } else {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      there.put(part.index(), new Place(partition, record.offset()));
    }
    if (there.isEmpty()) {
      parts.remove(part.hash());
    }
  }

  /** Oldest first; the caller takes away what it has dealt with. */
  Deque<Announced> announced() {
    return announced;
  }

  /**
   * From where to read a bundle's parts, the newest record of each; empty if it has none. A bundle
   * that is published again and again is not read from its first publication on.
   */
  Map<TopicPartition, Long> firstParts(String hash) {
    Map<TopicPartition, Long> first = new HashMap<>();
    parts
        .getOrDefault(hash, Map.of())
        .values()
        .forEach(place -> first.merge(place.partition, place.offset, Math::min));
    return first;
  }

  /** Up to where: behind the last of them. */
  Map<TopicPartition, Long> endOfParts(String hash) {
    Map<TopicPartition, Long> end = new HashMap<>();
    parts
        .getOrDefault(hash, Map.of())
        .values()
        .forEach(place -> end.merge(place.partition, place.offset + 1, Math::max));
    return end;
  }
}
