// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the source four times a second while somebody listens, once a second otherwise, and
 * tells every listener what is new; who comes or was away for too long gets a snapshot. All on one
 * daemon thread; what may have to ask a broker is fetched by another one.
 */
final class LiveFeed implements AutoCloseable {
  static final int READERS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final int LOOKS_A_SECOND = 4;
  private static final int WINDOWS = 512;
  private static final int KEPT = 60 * LOOKS_A_SECOND;
  private static final Duration STALLED = Duration.ofSeconds(20);

  private final LiveSource source;
  private final MeterRegistry meters;
  private final Duration stalled;
  private final ObjectMapper json = new ObjectMapper();
  private final Board board = new Board();
  private final Series series = new Series();
  private final Slow slow;
  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(run -> daemon(run, "skewline-live"));

  /** Tells this process' events from those of the one before it. */
  private final String instance = Long.toHexString(System.currentTimeMillis());

  /** The newest increments, for who lost its connection for a moment. */
  private final Deque<Event> kept = new ArrayDeque<>();

  private long number;
  private long looks;
  private int others;
  private List<ModelShown> models = List.of();
  private @Nullable PlanShown plan;
  private @Nullable Totals totals;

  LiveFeed(LiveSource source, MeterRegistry meters) {
    this(source, meters, STALLED);
  }

  /**
   * @param stalled after so long without taking a byte a reader is cut off
   */
  LiveFeed(LiveSource source, MeterRegistry meters, Duration stalled) {
    this.source = source;
    this.meters = meters;
    this.stalled = stalled;
    this.slow = new Slow(source);
    thread.scheduleAtFixedRate(this::look, 0, 1_000 / LOOKS_A_SECOND, TimeUnit.MILLISECONDS);
  }

  static Thread daemon(Runnable run, String name) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    return thread;
  }

  boolean full() {
    return readers.size() >= READERS;
  }

  /**
   * @param last the id of the last event that it has; empty if it has none
   */
  void join(Reader reader, String last) {
    thread.execute(
        () -> {
          List<Event> missed = after(last);
          reader.give(missed.isEmpty() ? List.of(snapshot()) : missed);
          readers.add(reader);
          slow.watched(true);
        });
  }

  void leave(Reader reader) {
    readers.remove(reader);
  }

  /** What came after an event; nothing if some of that is gone. */
  private List<Event> after(String last) {
    List<Event> events = new ArrayList<>(kept);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).id().equals(last) && i + 1 < events.size()) {
        int from = i + 1;
        return events.size() - from <= Reader.WAITING
            ? events.subList(from, events.size())
            : List.of();
      }
    }
    return List.of();
  }

  /** A look that fails must not be the last one. */
  private void look() {
    try {
      boolean watched = !readers.isEmpty();
      boolean second = looks++ % LOOKS_A_SECOND == 0;
      if (watched || second) {
        slow.watched(watched);
        tell(look(watched, second), watched);
      }
      readers.forEach(this::tend);
    } catch (RuntimeException | JsonProcessingException e) {
      LOG.warn("The dashboard could not be told what is new", e);
    }
  }

  private Tick look(boolean watched, boolean second) {
    long now = System.currentTimeMillis();
    List<WindowShown> windows = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    long skipped =
        source.windows(
            WINDOWS,
            window -> {
              series.delay(window.delay());
              if (board.add(window, now, gone)) {
                windows.add(window);
              }
            });
    List<EvidenceShown> evidence = source.evidence(watched);
    evidence.forEach(board::add);
    Sample sample = null;
    if (second) {
      totals = Totals.of(meters);
      sample = series.next(now, totals);
      others = board.others();
    }
    return new Tick(
        now,
        null,
        null,
        null,
        windows,
        evidence,
        gone,
        skipped,
        others,
        second ? totals : null,
        sample,
        changedModels(),
        changedPlan(),
        slow.newLedger(),
        slow.newScores());
  }

  private @Nullable List<ModelShown> changedModels() {
    List<ModelShown> now = source.models();
    boolean same = now.equals(models);
    models = now;
    return same ? null : now;
  }

  private @Nullable PlanShown changedPlan() {
    Optional<PlanShown> now = source.plan();
    boolean same = now.equals(Optional.ofNullable(plan));
    plan = now.orElse(null);
    return same ? null : plan;
  }

  private void tell(Tick tick, boolean watched) throws JsonProcessingException {
    number++;
    if (!watched) {
      kept.clear();
      return;
    }
    Event event = new Event("tick", id(), json.writeValueAsString(tick));
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    kept.addLast(event);
    readers.forEach(reader -> reader.give(event));
  }

  private String id() {
    return instance + "-" + number;
  }

  private void tend(Reader reader) {
    if (!reader.open()) {
      readers.remove(reader);
    } else if (reader.stalled(stalled.toNanos())) {
      LOG.info("A reader of the dashboard took nothing for {}: cut off", stalled);
      reader.close();
      readers.remove(reader);
    } else if (reader.wantsSnapshot()) {
      reader.catchUp(snapshot());
    }
  }

  private Event snapshot() {
    Tick all =
        new Tick(
            System.currentTimeMillis(),
            source.about(),
            board.streams(),
            series.samples(),
            List.of(),
            List.of(),
            List.of(),
            0,
            others,
            totals,
            null,
            models,
            plan,
            slow.ledger(),
            slow.scores());
    try {
      return new Event("snapshot", id(), json.writeValueAsString(all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a snapshot is not writable as JSON", e);
    }
  }

  /** How many listen. */
  int readers() {
    return readers.size();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    slow.close();
    readers.forEach(Reader::close);
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("The dashboard's thread is still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
