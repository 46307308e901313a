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

  private final Map<String, Map<TopicPartition, Long>> firstParts = new HashMap<>();
  private final Deque<Announced> announced = new ArrayDeque<>();

  void add(ConsumerRecord<byte[], byte[]> record) {
    ModelKey key = ModelKey.parse(record.key()).orElse(null);
    if (key instanceof ModelKey.Activated activated) {
      announced.addLast(new Announced(activated.role(), record.value(), record.timestamp()));
    } else if (key instanceof ModelKey.Part part) {
      if (record.value() == null) {
        firstParts.remove(part.hash());
      } else {
        firstParts
            .computeIfAbsent(part.hash(), hash -> new HashMap<>())
            .putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
      }
    }
  }

  /** Oldest first; the caller takes away what it has dealt with. */
  Deque<Announced> announced() {
    return announced;
  }

  /** From where to read a bundle's parts; empty if it has none. */
  Map<TopicPartition, Long> firstParts(String hash) {
    return Map.copyOf(firstParts.getOrDefault(hash, Map.of()));
  }
}
