// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a scoreboard up to date on a thread of its own, and has somebody look at it after each
 * change. A broker or registry that is away, or that the one who looks cannot reach, is waited for:
 * all is read again then.
 */
public final class ScoreFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreFollower.class);
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final Supplier<ScoreReader> readers;
  private final Looking looking;
  private final Scoreboard board = new Scoreboard();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::loop, "skewline-scores");
  private volatile @Nullable ScoreReader reading;

  /** Who looks at the scoreboard, on the follower's thread. */
  public interface Looking {
    /** All that was on the topic has been read. May be called again after trouble with Kafka. */
    void begin(Scoreboard board);

    /** The scoreboard has changed. */
    void look(Scoreboard board);

    default Looking and(Looking other) {
      Looking first = this;
      return new Looking() {
        @Override
        public void begin(Scoreboard board) {
          first.begin(board);
          other.begin(board);
        }

        @Override
        public void look(Scoreboard board) {
          first.look(board);
          other.look(board);
        }
      };
    }
  }

  public ScoreFollower(Supplier<ScoreReader> readers, Looking looking) {
    this.readers = readers;
    this.looking = looking;
    this.thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** As far as it has been read. */
  public Scoreboard board() {
    return board;
  }

  private void loop() {
    while (stopped.getCount() > 0) {
      try (ScoreReader reader = readers.get()) {
        reading = reader;
        follow(reader);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("Scores woken up to close");
      } catch (KafkaException e) {
        LOG.warn("Scores wait, then try again: {}", e.toString());
        pause();
      } catch (RuntimeException e) {
        LOG.error("Scores cannot be looked at; tried again", e);
        pause();
      }
    }
  }

  private void follow(ScoreReader reader) {
    Map<TopicPartition, Long> ends = reader.open();
    while (stopped.getCount() > 0 && !reader.passed(ends)) {
      reader.poll(board);
    }
    looking.begin(board);
    looking.look(board);
    while (stopped.getCount() > 0) {
      if (reader.poll(board)) {
        looking.look(board);
      }
    }
  }

  private void pause() {
    try {
      stopped.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    ScoreReader reader = reading;
    if (reader != null) {
      reader.wakeup();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
