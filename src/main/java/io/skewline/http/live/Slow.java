// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may have to ask a broker, asked every few seconds while somebody listens, on a daemon thread
 * of its own. What cannot be had is told as {@code error}; why, the log says, once until it works
 * again: an exception's text is not for everybody who may look.
 */
final class Slow implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Slow.class);
  private static final int EVERY_SECONDS = 3;

  private final LiveSource source;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(run -> LiveFeed.daemon(run, "skewline-live-slow"));
  private final Set<String> failing = new HashSet<>();
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
      ledger = answer("ledger", () -> Optional.of(Map.of("rows", source.ledger())));
      scores = answer("scores", source::scores);
    }
  }

  private interface Question {
    Optional<Map<String, ?>> ask();
  }

  /** Together with when it was so. */
  private @Nullable Map<String, ?> answer(String what, Question question) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      Optional<Map<String, ?>> found = question.ask();
      failing.remove(what);
      if (found.isEmpty()) {
        return null;
      }
      answer.putAll(found.get());
    } catch (RuntimeException e) {
      if (failing.add(what)) {
        LOG.warn("The dashboard cannot be told the {}", what, e);
      }
      answer.put("error", "not to be had now: the log says why");
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
