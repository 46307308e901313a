// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What may have to ask a broker, asked every few seconds while somebody listens, on a daemon thread
 * of its own. What cannot be had is told as {@code error}.
 */
final class Slow implements AutoCloseable {
  private static final int EVERY_SECONDS = 3;

  private final LiveSource source;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(run -> LiveFeed.daemon(run, "skewline-live-slow"));
  private volatile boolean watched;
  private volatile @Nullable Map<String, ?> ledger;
  private volatile @Nullable Map<String, ?> scores;
  private @Nullable Map<String, ?> toldLedger;
  private @Nullable Map<String, ?> toldScores;

  Slow(LiveSource source) {
    this.source = source;
    thread.scheduleWithFixedDelay(this::ask, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Called on the feed's thread, as all below. The first listener need not wait for its turn. */
  void watched(boolean now) {
    boolean first = now && !watched;
    watched = now;
    if (first) {
      thread.execute(this::ask);
    }
  }

  private void ask() {
    if (watched) {
      ledger = answer(() -> Optional.of(Map.of("rows", source.ledger())));
      scores = answer(source::scores);
    }
  }

  private interface Question {
    Optional<Map<String, ?>> ask();
  }

  /** Together with when it was so. */
  private static @Nullable Map<String, ?> answer(Question question) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      Optional<Map<String, ?>> found = question.ask();
      if (found.isEmpty()) {
        return null;
      }
      answer.putAll(found.get());
    } catch (RuntimeException e) {
      answer.put("error", String.valueOf(e.getMessage()));
    }
    answer.put("at", System.currentTimeMillis());
    return answer;
  }

  @Nullable Map<String, ?> ledger() {
    return ledger;
  }

  @Nullable Map<String, ?> scores() {
    return scores;
  }

  /** Null if it was told before. */
  @Nullable Map<String, ?> newLedger() {
    Map<String, ?> now = ledger;
    boolean same = now == toldLedger;
    toldLedger = now;
    return same ? null : now;
  }

  /** Likewise. */
  @Nullable Map<String, ?> newScores() {
    Map<String, ?> now = scores;
    boolean same = now == toldScores;
    toldScores = now;
    return same ? null : now;
  }

  /** A question that is under way may end by itself: Kafka's clients take interruption badly. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
