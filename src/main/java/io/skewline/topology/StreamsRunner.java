// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.BoundReachedException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application: started, watched, closed. A thread that dies because a broker or
 * the registry is away is replaced after a pause, without limit; one that dies of anything else is
 * replaced a few times and then stops the application, which keeps the error; a bound that a replay
 * reached stops it at once. Safe for many threads.
 */
public final class StreamsRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
  private static final int MOST_FAILURES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration FORGET = Duration.ofMinutes(2);

  private final KafkaStreams streams;
  private final Duration within;
  private final CloseOptions options;
  private final AtomicReference<Throwable> error = new AtomicReference<>();
  private final AtomicReference<String> waitingFor = new AtomicReference<>("");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int failures;
  private long lastFailureNanos = System.nanoTime();

  /**
   * @param within how long {@link #close} waits for stream threads to commit and end
   */
  public StreamsRunner(Topology topology, Properties config, Duration within) {
    this.streams = new KafkaStreams(topology, config);
    this.within = within;
    options = CloseOptions.timeout(within).withGroupMembershipOperation(membership(config));
    streams.setUncaughtExceptionHandler(this::onThreadDeath);
    streams.setStateListener(this::onState);
  }

  /**
   * One that stays a member after its end keeps its partitions to itself until its session is over,
   * 45 s by default: nobody reads them. A static member is to keep them. So does one that fails,
   * whatever is said here: Kafka Streams has its threads end before it is closed.
   */
  private static GroupMembershipOperation membership(Properties config) {
    return StreamsSettings.INSTANCE_IDS.stream().anyMatch(config::containsKey)
        ? GroupMembershipOperation.REMAIN_IN_GROUP
        : GroupMembershipOperation.LEAVE_GROUP;
  }

  public KafkaStreams streams() {
    return streams;
  }

  public void start() {
    streams.start();
  }

  /** What the application waits for, in words; empty while it works. */
  public String waitingFor() {
    return waitingFor.get();
  }

  /** The error that stopped the application. */
  public Optional<Throwable> error() {
    return Optional.ofNullable(error.get());
  }

  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Returns when the application has been closed or has failed. */
  public void await() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    closing.countDown();
    if (!streams.close(options)) {
      LOG.warn("Streams threads did not stop within {}", within);
    }
    stopped.countDown();
  }

  private StreamThreadExceptionResponse onThreadDeath(Throwable thrown) {
    boolean away = isAway(thrown);
    int failed = countFailure();
    if (!away && (failed > MOST_FAILURES || isFinal(thrown))) {
      error.compareAndSet(null, thrown);
      LOG.error("Stopped after failure {} in a row", failed, thrown);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Duration pause = pause(failed);
    String reason = rootMessage(thrown);
    waitingFor.set(reason);
    LOG.warn("Stream thread died, replaced in {}: {}", pause, reason);
    LOG.debug("The thread died of", thrown);
    return pauseUnlessClosing(pause)
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Failures in a row: a while without any starts the count anew. */
  private synchronized int countFailure() {
    long now = System.nanoTime();
    failures = now - lastFailureNanos > FORGET.toNanos() ? 1 : failures + 1;
    lastFailureNanos = now;
    return failures;
  }

  private boolean pauseUnlessClosing(Duration pause) {
    try {
      return !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void onState(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.info("Streams {} -> {}", before, now);
    if (now == KafkaStreams.State.RUNNING) {
      waitingFor.set("");
    }
    if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
      stopped.countDown();
    }
  }

  private static Duration pause(int failed) {
    long millis = FIRST_PAUSE.toMillis() << Math.min(failed - 1, 10);
    return Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
  }

  private static boolean isAway(Throwable thrown) {
    return causes(thrown).anyMatch(RetriableException.class::isInstance);
  }

  /** It would happen again on the same record. */
  private static boolean isFinal(Throwable thrown) {
    return causes(thrown).anyMatch(BoundReachedException.class::isInstance);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
