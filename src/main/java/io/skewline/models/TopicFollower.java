// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the models topic in a daemon thread of its own, from its beginning and then on. A broker
 * that is away is waited for with back-off, while {@link #healthy} says so.
 */
final class TopicFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration ASK_BROKER_EVERY = Duration.ofSeconds(5);
  private static final int MISSING_TOPIC_ATTEMPTS = 5;

  private final String topicName;
  private final TopicReader topic;
  private final Listener listener;
  private final Thread thread;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile boolean healthy;
  private volatile @Nullable Throwable failure;
  private Map<TopicPartition, Long> endsAtStart = Map.of();
  private int missing;
  private long brokerAskedNanos;

  /** Called by the follower's one thread. */
  interface Listener {
    /** Every record once, in order. */
    void read(ConsumerRecord<byte[], byte[]> record);

    /**
     * All that the topic held at the start has been read; called again whenever there may be more.
     *
     * @throws KafkaException if broker or registry cannot be reached: it will be called again
     * @throws IllegalStateException to end it all; at the start, whoever starts is told
     */
    void settle(TopicReader topic);
  }

  TopicFollower(Properties client, String topicName, String threadName, Listener listener) {
    this.topicName = topicName;
    this.topic = new TopicReader(client, topicName);
    this.listener = listener;
    this.thread = new Thread(this::run, threadName);
    this.thread.setDaemon(true);
  }

  /**
   * Returns when everything that was on the topic at the time of the call has been read and
   * settled, however long a broker takes to come.
   *
   * @throws IllegalStateException if the topic does not exist, the listener refuses what it holds,
   *     or {@link #close} came first
   */
  void start() {
    thread.start();
    try {
      caughtUp.await();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    Throwable error = failure;
    if (error != null) {
      throw new IllegalStateException("models are not followed: " + error.getMessage(), error);
    }
    if (stopped.getCount() == 0) {
      throw new IllegalStateException("models are not followed: closed while starting");
    }
  }

  /** Whether broker and registry answered when they were last asked, seconds ago at the most. */
  boolean healthy() {
    return healthy && failure == null;
  }

  private void run() {
    Duration backoff = FIRST_BACKOFF;
    try (topic) {
      while (stopped.getCount() > 0) {
        try {
          step();
          healthy = true;
          backoff = FIRST_BACKOFF;
        } catch (WakeupException | InterruptException e) {
          stopped.countDown();
        } catch (KafkaException e) {
          if (caughtUp.getCount() > 0 && !(e instanceof RetriableException)) {
            // Not allowed to, or not understood: waiting would not help, and the start can say so.
            throw e;
          }
          LOG.warn("Models topic {} cannot be read, trying again: {}", topicName, e.toString());
          healthy = false;
          backoff = pause(backoff);
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("Models topic {} is not followed any more", topicName, e);
      failure = e;
    } finally {
      healthy = false;
      caughtUp.countDown();
    }
  }

  private void step() {
    if (endsAtStart.isEmpty() && !open()) {
      return;
    }
    boolean any = false;
    for (var record : topic.poll()) {
      listener.read(record);
      any = true;
    }
    if (caughtUp.getCount() == 0 || topic.reached(endsAtStart)) {
      listener.settle(topic);
      // Before start returns: who asks then must not hear that nobody has answered yet.
      healthy = true;
      caughtUp.countDown();
    }
    if (!any) {
      askBroker();
    }
  }

  private boolean open() {
    endsAtStart = topic.openAtBeginning();
    if (endsAtStart.isEmpty()) {
      if (++missing == MISSING_TOPIC_ATTEMPTS) {
        throw new IllegalStateException(
            "models topic " + topicName + " does not exist; create it, compacted");
      }
      pause(FIRST_BACKOFF);
    }
    return !endsAtStart.isEmpty();
  }

  /** A consumer's poll is silent about a broker that is away: this call is not. */
  private void askBroker() {
    long now = System.nanoTime();
    if (now - brokerAskedNanos > ASK_BROKER_EVERY.toNanos()) {
      topic.ends(topic.assigned());
      brokerAskedNanos = now;
    }
  }

  private Duration pause(Duration backoff) {
    try {
      if (stopped.await(backoff.toMillis(), TimeUnit.MILLISECONDS)) {
        return backoff;
      }
    } catch (InterruptedException e) {
      stopped.countDown();
    }
    Duration next = backoff.multipliedBy(2);
    return next.compareTo(LAST_BACKOFF) < 0 ? next : LAST_BACKOFF;
  }

  @Override
  public void close() {
    boolean ran = thread.getState() != Thread.State.NEW;
    stopped.countDown();
    topic.wakeup();
    if (!ran) {
      topic.close();
      return;
    }
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
