// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.InputProgress;
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
 * Whether what producers sent to a repartitioned topic has arrived on ours and been fetched from
 * it. Any instance of the application may copy any partition, and what it has copied becomes
 * visible when it commits; what is visible a consumer learns only when it polls next. So a thread
 * of our own looks at what the whole application has committed and at the ends of both topics. Told
 * in numbers:
 *
 * <ol>
 *   <li>First look: the producers' topic ends at 100.
 *   <li>Second look: the application has committed 100 there, so all of it is on ours, which ends,
 *       asked after that, at 120.
 *   <li>Our partition is caught up when its consumer stands at 120.
 * </ol>
 *
 * What is known then is of the first look: all that had been appended before it has been fetched.
 * Before the second look, and while the broker does not answer, nothing is known. Safe for many
 * threads.
 */
final class RepartitionProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RepartitionProgress.class);
  private static final Duration SHORTEST = Duration.ofMillis(250);

  private final Offsets offsets;
  private final Duration every;
  private final LongSupplier nanos;
  private final LongSupplier wallMillis;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "skewline-repartitions");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<Look> last = Optional.empty();
  private boolean failing;

  /** What the broker says of producers' topics and ours; calls may wait for it and throw. */
  interface Offsets extends AutoCloseable {
    /** Per partition what the application has read and committed, or where the topic begins. */
    Map<TopicPartition, Long> committed() throws Exception;

    Map<TopicPartition, Long> ends() throws Exception;

    @Override
    void close();
  }

  /**
   * @param beganMillis wall clock
   * @param beforeMillis when the look before began
   * @param before the ends at the look before; empty at the first
   */
  private record Look(
      long atNanos,
      long beganMillis,
      long beforeMillis,
      Map<TopicPartition, Long> before,
      Map<TopicPartition, Long> committed,
      Map<TopicPartition, Long> ends) {

    boolean arrived(TopicPartition partition) {
      Long end = before.get(partition);
      return end != null && committed.getOrDefault(partition, 0L) >= end;
    }
  }

  /**
   * @param nanos a clock that never jumps
   * @param wallMillis the clock of the answers
   */
  RepartitionProgress(
      Offsets offsets, Duration every, LongSupplier nanos, LongSupplier wallMillis) {
    this.offsets = offsets;
    this.every = every;
    this.nanos = nanos;
    this.wallMillis = wallMillis;
  }

  /** Looks at half the pace of the application's commits, or slower. */
  static RepartitionProgress of(FrameTopics topics) {
    Object commit =
        StreamsSettings.streams(topics.app(), topics.applicationId()).get("commit.interval.ms");
    Duration twice = Duration.ofMillis(2 * Long.parseLong(commit.toString()));
    return new RepartitionProgress(
        new GroupOffsets(topics),
        twice.compareTo(SHORTEST) > 0 ? twice : SHORTEST,
        System::nanoTime,
        System::currentTimeMillis);
  }

  void start() {
    looks.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  void look() {
    try {
      long began = wallMillis.getAsLong();
      long beforeMillis = last.map(Look::beganMillis).orElse(InputProgress.UNKNOWN);
      Map<TopicPartition, Long> before = last.map(Look::ends).orElse(Map.of());
      Map<TopicPartition, Long> committed = offsets.committed();
      Map<TopicPartition, Long> ends = offsets.ends();
      last = Optional.of(new Look(nanos.getAsLong(), began, beforeMillis, before, committed, ends));
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

  /**
   * The time up to which all that was appended to the producers' topic has been fetched here.
   *
   * @param source the producers' topic, any partition of which may hold frames for any of ours
   * @param decoded the partition of ours
   * @param position that its consumer in this process stands at; less where that is not known
   * @return wall clock, milliseconds; {@link InputProgress#UNKNOWN} while something may be on its
   *     way
   */
  long arrivedMillis(String source, TopicPartition decoded, long position) {
    Optional<Look> found = last;
    if (found.isEmpty() || nanos.getAsLong() - found.get().atNanos() > 4 * every.toNanos()) {
      return InputProgress.UNKNOWN;
    }
    Look look = found.get();
    long stands = Math.max(position, look.committed().getOrDefault(decoded, 0L));
    boolean arrived =
        stands >= look.ends().getOrDefault(decoded, Long.MAX_VALUE)
            && look.ends().keySet().stream()
                .filter(partition -> partition.topic().equals(source))
                .allMatch(look::arrived);
    return arrived ? look.beforeMillis() : InputProgress.UNKNOWN;
  }

  @Override
  public void close() {
    looks.shutdownNow();
    offsets.close();
  }
}
