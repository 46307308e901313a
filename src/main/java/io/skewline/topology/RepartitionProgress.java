// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what producers sent to a repartitioned topic has arrived on ours. Any instance of the
 * application may copy any partition, and what it has copied becomes visible when it commits. So a
 * thread of our own looks at what the whole application has committed: once that passes where the
 * topic ended at the look before, all that was there at that time has arrived. Right to within two
 * looks; before the second look, and while the broker does not answer, nothing counts as arrived.
 * Safe for many threads.
 */
final class RepartitionProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RepartitionProgress.class);
  private static final Duration SHORTEST = Duration.ofMillis(250);

  private final Offsets offsets;
  private final Duration every;
  private final LongSupplier nanos;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "skewline-repartitions");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<Look> last = Optional.empty();
  private boolean failing;

  /** What the broker says of the repartitioned topics; calls may wait for it and throw. */
  interface Offsets extends AutoCloseable {
    /** Per partition what the application has read and committed, or where the topic begins. */
    Map<TopicPartition, Long> committed() throws Exception;

    Map<TopicPartition, Long> ends() throws Exception;

    @Override
    void close();
  }

  private record Look(
      long atNanos, Map<TopicPartition, Long> ends, Map<TopicPartition, Boolean> arrived) {}

  RepartitionProgress(Offsets offsets, Duration every, LongSupplier nanos) {
    this.offsets = offsets;
    this.every = every;
    this.nanos = nanos;
  }

  /** Looks at half the pace of the application's commits, or slower. */
  static RepartitionProgress of(FrameTopics topics) {
    Object commit =
        StreamsSettings.streams(topics.app(), topics.applicationId()).get("commit.interval.ms");
    Duration twice = Duration.ofMillis(2 * Long.parseLong(commit.toString()));
    return new RepartitionProgress(
        new GroupOffsets(topics),
        twice.compareTo(SHORTEST) > 0 ? twice : SHORTEST,
        System::nanoTime);
  }

  void start() {
    looks.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  void look() {
    try {
      Map<TopicPartition, Long> committed = offsets.committed();
      Map<TopicPartition, Long> before = last.map(Look::ends).orElse(Map.of());
      Map<TopicPartition, Long> ends = offsets.ends();
      Map<TopicPartition, Boolean> arrived = new java.util.HashMap<>();
      ends.keySet()
          .forEach(
              p ->
                  arrived.put(
                      p, before.containsKey(p) && committed.getOrDefault(p, 0L) >= before.get(p)));
      last = Optional.of(new Look(nanos.getAsLong(), ends, arrived));
      failing = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!failing) {
        LOG.warn("How far repartitioning has come cannot be told for now: {}", e.toString());
      }
      failing = true;
    }
  }

  /** Of all partitions of the producers' topic: any of them may hold frames for any of ours. */
  boolean caughtUp(String topic) {
    Optional<Look> look = last;
    return look.isPresent()
        && nanos.getAsLong() - look.get().atNanos() < 4 * every.toNanos()
        && look.get().arrived().entrySet().stream()
            .filter(e -> e.getKey().topic().equals(topic))
            .allMatch(Map.Entry::getValue);
  }

  @Override
  public void close() {
    looks.shutdownNow();
    offsets.close();
  }
}
