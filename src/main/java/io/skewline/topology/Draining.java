// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.Drain;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Ends an application for good, once it has read everything: waits until its committed offsets have
 * reached the ends that the inputs had when the wait began, has what is open closed, and waits
 * until every window of this process has its verdict. One thread calls {@link #run}, any {@link
 * #close}.
 */
public final class Draining implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final FusionApp app;
  private final Drain drain;
  private final KafkaStreams streams;
  private final Properties client;
  private final String[] decoded;
  private final CountDownLatch closed = new CountDownLatch(1);

  public Draining(FusionApp app, Drain drain, KafkaStreams streams) {
    this.app = app;
    this.drain = drain;
    this.streams = streams;
    this.client = StreamsSettings.client(app);
    this.decoded = FrameTopics.ofProcessor(app).decoded();
  }

  /** Returns when all is drained, or closed meanwhile. */
  public void run() throws InterruptedException {
    try (Admin admin = Admin.create(client)) {
      // What was copied from a repartitioned topic is behind its end only once that has been read.
      for (String[] topics : List.of(app.frameTopics(), decoded)) {
        Map<TopicPartition, Long> ends = ends(admin, topics);
        while (!committedBeyond(admin, ends)) {
          if (closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
      drain.request();
      while (!drained()) {
        if (closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("drain: broker: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private Map<TopicPartition, Long> ends(Admin admin, String[] topics)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> inputs = new HashSet<>();
    admin
        .describeTopics(Arrays.asList(topics))
        .allTopicNames()
        .get()
        .forEach(
            (topic, description) ->
                description
                    .partitions()
                    .forEach(p -> inputs.add(new TopicPartition(topic, p.partition()))));
    var latest = inputs.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get().entrySet().stream()
        .filter(end -> end.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private boolean committedBeyond(Admin admin, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(app.name()).partitionsToOffsetAndMetadata().get();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata at = committed.get(end.getKey());
              return at != null && at.offset() >= end.getValue();
            });
  }

  private boolean drained() {
    Set<Integer> drained = drain.drained();
    Set<String> frames = Set.of(decoded);
    return streams.state() == KafkaStreams.State.RUNNING
        && streams.metadataForLocalThreads().stream()
            .flatMap(thread -> thread.activeTasks().stream())
            .flatMap(task -> task.topicPartitions().stream())
            .filter(partition -> frames.contains(partition.topic()))
            .allMatch(partition -> drained.contains(partition.partition()));
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
