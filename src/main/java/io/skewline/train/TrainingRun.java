// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.ledger.Meters;
import io.skewline.modality.LabelledWindow;
import io.skewline.wire.Codec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's loop, on a thread of its own: reads the examples topic from its beginning, keeps
 * the newest, runs a round after every so many, and publishes what is better. What was on the topic
 * at the start is read before the first round, so a restart costs one round, not all of them again.
 *
 * <p>A broker or registry that is away is waited for; a better bundle that could not be published
 * is kept and tried again. Any other error ends the loop: it is kept, and thrown by {@link #close}.
 */
public final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final TrainSettings settings;
  private final RoundRunner rounds;
  private final Publisher publisher;
  private final LongSupplier activeVersion;
  private final Meters meters;
  private final ExampleReader reader;
  private final Deque<LabelledWindow> examples = new ArrayDeque<>();
  private final Queue<CompletableFuture<Optional<Round>>> asked = new ConcurrentLinkedQueue<>();
  private final AtomicLong read = new AtomicLong();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::loop, "skewline-trainer");

  private volatile Consumer<Round> listener = round -> {};
  private volatile @Nullable Throwable error;
  private volatile boolean ended;
  private Map<TopicPartition, Long> readFirst = Map.of();
  private boolean caughtUp;
  private long sinceRound;
  private long version;
  private boolean firstRoundDone;
  private @Nullable Round unpublished;

  /**
   * @param activeVersion of the model to beat, 0 for none; read before each round
   * @param client Kafka client properties
   */
  public TrainingRun(
      TrainSettings settings,
      Codec<LabelledWindow> codec,
      RoundRunner rounds,
      Publisher publisher,
      LongSupplier activeVersion,
      Meters meters,
      Properties client) {
    this.settings = settings;
    this.rounds = rounds;
    this.publisher = publisher;
    this.activeVersion = activeVersion;
    this.meters = meters;
    this.reader = new ExampleReader(settings.examplesTopic(), codec, client);
    this.thread.setDaemon(true);
  }

  /** Told of every round, on the trainer's thread, after its bundle was published or kept back. */
  public TrainingRun onRound(Consumer<Round> listener) {
    this.listener = listener;
    return this;
  }

  public void start() {
    thread.start();
  }

  /** Examples read since the start. */
  public long examples() {
    return read.get();
  }

  /**
   * Asks for a round over all that is on the topic now, whatever its number.
   *
   * @return completes with the round, its bundle published if better; empty where there are too few
   *     examples to fit; with the error if the loop ends first
   */
  public CompletableFuture<Optional<Round>> roundNow() {
    CompletableFuture<Optional<Round>> mine = new CompletableFuture<>();
    asked.add(mine);
    if (ended) {
      failAsked();
    }
    return mine;
  }

  /** The error that ended the loop. */
  public Optional<Throwable> error() {
    return Optional.ofNullable(error);
  }

  private void loop() {
    try (reader) {
      while (stopped.getCount() > 0) {
        try {
          step();
        } catch (WakeupException | InterruptException e) {
          stopped.countDown();
        } catch (KafkaException e) {
          LOG.warn("Trainer waits, then tries again: {}", e.toString());
          stopped.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Trainer interrupted to close");
    } catch (RuntimeException | Error e) {
      error = e;
      LOG.error("The trainer stopped", e);
    } finally {
      ended = true;
      failAsked();
    }
  }

  private void failAsked() {
    for (var one = asked.poll(); one != null; one = asked.poll()) {
      one.completeExceptionally(new IllegalStateException("the trainer has stopped", error));
    }
  }

  private void step() {
    publishIfDue();
    if (readFirst.isEmpty()) {
      readFirst = reader.open();
    }
    reader.read(this::take, e -> meters.rejected(e.reason().label()));
    caughtUp = caughtUp || reader.passed(readFirst);
    if (!asked.isEmpty()) {
      roundAsked();
    } else if (caughtUp
        && sinceRound >= (firstRoundDone ? settings.roundEvery() : settings.firstRound())) {
      round();
    }
  }

  private void take(LabelledWindow example) {
    examples.addLast(example);
    if (examples.size() > settings.maxExamples()) {
      examples.removeFirst();
    }
    sinceRound++;
    read.incrementAndGet();
    meters.example();
  }

  private void roundAsked() {
    CompletableFuture<Optional<Round>> wanted = asked.element();
    Map<TopicPartition, Long> ends = reader.ends();
    while (!reader.passed(ends)) {
      reader.read(this::take, e -> meters.rejected(e.reason().label()));
    }
    Optional<Round> round = examples.isEmpty() ? Optional.empty() : round();
    asked.remove(wanted);
    wanted.complete(round);
  }

  private Optional<Round> round() {
    sinceRound = 0;
    long next = Math.max(version, activeVersion.getAsLong()) + 1;
    long startedNanos = System.nanoTime();
    Optional<Round> round = rounds.run(List.copyOf(examples), next);
    if (round.isPresent()) {
      version = next;
      firstRoundDone = true;
      meters.round(round.get().better(), Duration.ofNanos(System.nanoTime() - startedNanos));
      LOG.info(
          "Round over {} examples, model {} {}: {}",
          examples.size(),
          next,
          round.get().better() ? "is better" : "is kept back",
          round.get().reason());
      unpublished = round.get().better() ? round.get() : unpublished;
      publishPatiently();
      listener.accept(round.get());
    }
    return round;
  }

  /** A round that nobody can publish now must not be run again for that. */
  private void publishPatiently() {
    try {
      publishIfDue();
    } catch (KafkaException e) {
      LOG.warn("Model {} is not published yet: {}", version, e.toString());
    }
  }

  private void publishIfDue() {
    Round due = unpublished;
    if (due != null) {
      publisher.publish(due);
      unpublished = null;
    }
  }

  /**
   * Waits for a round that is under way.
   *
   * @throws IllegalStateException with the error that ended the loop, if one did
   */
  @Override
  public void close() {
    boolean ran = thread.getState() != Thread.State.NEW;
    stopped.countDown();
    reader.wakeup();
    if (!ran) {
      reader.close();
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Throwable first = error;
    if (first != null) {
      throw new IllegalStateException("the trainer stopped: " + first.getMessage(), first);
    }
  }
}
