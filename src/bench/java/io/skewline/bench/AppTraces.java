// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** What an application leaves on the broker: committed offsets, changelogs, topics. */
public final class AppTraces {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Admin admin;
  private final String application;
  private final Map<TopicPartition, Long> ends;

  /**
   * @param inputs what it reads; up to where they reach now
   */
  public AppTraces(Admin admin, String application, Collection<TopicPartition> inputs)
      throws Exception {
    this.admin = admin;
    this.application = application;
    ends =
        admin
            .listOffsets(
                inputs.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
            .all()
            .get()
            .entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  /** Returns when the application has committed all of its inputs. */
  public void awaitCommitted() throws Exception {
    Await.until(this::committed, LIMIT, () -> application + " did not commit its last records");
  }

  private boolean committed() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin
            .listConsumerGroupOffsets(application)
            .partitionsToOffsetAndMetadata(application)
            .get();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata offset = offsets.get(end.getKey());
              return offset != null && offset.offset() >= end.getValue();
            });
  }

  public long changelogBytes() throws Exception {
    List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
    return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
        .flatMap(dirs -> dirs.values().stream())
        .flatMap(dir -> dir.replicaInfos().entrySet().stream())
        .filter(replica -> isChangelog(replica.getKey().topic()))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }

  private boolean isChangelog(String topic) {
    return topic.startsWith(application + "-") && topic.endsWith("-changelog");
  }

  /** Removes its topics; the next contestant finds the broker as this one did. */
  public void delete() throws Exception {
    Set<String> topics =
        admin.listTopics().names().get().stream()
            .filter(topic -> topic.startsWith(application + "-"))
            .collect(Collectors.toSet());
    admin.deleteTopics(topics).all().get();
  }
}
