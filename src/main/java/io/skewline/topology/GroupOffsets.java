// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The offsets of repartitioned topics and of their copies, asked of the broker. One thread. */
final class GroupOffsets implements RepartitionProgress.Offsets {
  private static final long PATIENCE_SECONDS = 10;

  private final Admin admin;
  private final String group;
  private final Set<String> topics;
  private final IsolationLevel isolation;
  private List<TopicPartition> partitions = List.of();

  GroupOffsets(FrameTopics frames) {
    admin = Admin.create(StreamsSettings.client(frames.app()));
    group = frames.applicationId();
    topics =
        frames.repartitioned().stream()
            .flatMap(stream -> Stream.of(stream.topic(), frames.of(stream)))
            .collect(Collectors.toSet());
    // As the application's own consumers read.
    isolation =
        frames.app().kafka().get("processing.guarantee").equals("at_least_once")
            ? IsolationLevel.READ_UNCOMMITTED
            : IsolationLevel.READ_COMMITTED;
  }

  @Override
  public Map<TopicPartition, Long> committed() throws Exception {
    Map<TopicPartition, Long> committed = new HashMap<>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null && topics.contains(partition.topic())) {
                committed.put(partition, offset.offset());
              }
            });
    List<TopicPartition> unread =
        partitions().stream().filter(p -> !committed.containsKey(p)).toList();
    if (!unread.isEmpty()) {
      committed.putAll(offsets(unread, OffsetSpec.earliest()));
    }
    return committed;
  }

  @Override
  public Map<TopicPartition, Long> ends() throws Exception {
    return offsets(partitions(), OffsetSpec.latest());
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> of, OffsetSpec spec)
      throws Exception {
    Map<TopicPartition, OffsetSpec> asked =
        of.stream().collect(Collectors.toMap(p -> p, p -> spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private List<TopicPartition> partitions() throws Exception {
    if (partitions.isEmpty()) {
      partitions =
          get(admin.describeTopics(topics).allTopicNames()).values().stream()
              .flatMap(
                  d ->
                      d.partitions().stream().map(p -> new TopicPartition(d.name(), p.partition())))
              .toList();
    }
    return partitions;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    admin.close();
  }
}
