// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.BundleReader;
import io.skewline.ledger.Meters;
import io.skewline.modality.LabelledWindow;
import io.skewline.wire.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner on a thread of its own: reads the examples topic from where its checkpoint stands,
 * keeps a bounded, balanced part of it, runs a round after every so many, or when time or drift say
 * so, and publishes what is better. However often the process is killed, every example counts once:
 * what is known and the offsets it stands for are written down together.
 *
 * <p>What was on the topic at the start is read before the first round, so a restart after a long
 * time, or without a checkpoint, costs one round, not all of them; {@code train.deterministic} runs
 * them all.
 *
 * <p>A broker or registry that is away is waited for; a better bundle that could not be published
 * is kept and tried again, after a restart, too. Any other error ends the loop: it is kept, and
 * thrown by {@link #close}.
 */
public final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final Duration BACKOFF = Duration.ofSeconds(1);
  private static final Duration FOR_EVER = Duration.ofDays(1_000_000);

  private final TrainingLoop loop;
  private final LearnerStore store;
  private final Queue<CompletableFuture<Optional<Round>>> asked = new ConcurrentLinkedQueue<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "skewline-trainer");

  private volatile Consumer<Throwable> onError = thrown -> {};
  private volatile @Nullable Throwable error;
  private volatile boolean ended;

  /**
   * @param checkpoint the directory of the checkpoint, made if need be
   * @param bundles reads a bundle that was decided but not published before a restart
   * @param client Kafka client properties
   */
  public TrainingRun(
      TrainSettings settings,
      Path checkpoint,
      Codec<LabelledWindow> codec,
      RoundRunner rounds,
      Publisher publisher,
      Incumbent incumbent,
      BundleReader bundles,
      Meters meters,
      Properties client) {
    ExampleReader reader =
        new ExampleReader(
            settings.examplesTopic(),
            codec,
            settings.fit().task(),
            e -> meters.rejected(e.reason().label()),
            client);
    this.store = new LearnerStore(settings, checkpoint, bundles);
    this.loop = new TrainingLoop(settings, reader, store, rounds, publisher, incumbent, meters);
    this.thread.setDaemon(true);
  }

  /** Told of every round, on the trainer's thread, after its bundle was published or kept back. */
  public TrainingRun onRound(Consumer<Round> listener) {
    loop.onRound(listener);
    return this;
  }

  /** Told, beside others, of every example that was answered, on the trainer's thread. */
  public TrainingRun onStanding(Consumer<Standing> listener) {
    loop.onStanding(listener);
    return this;
  }

  /**
   * Told, on the trainer's thread, of every better bundle that is not published after all, with the
   * reason: it was measured against another than the active model, or taken back after an attempt
   * that failed halfway. The same one may be told of again after a restart.
   */
  public TrainingRun onDropped(BiConsumer<Round, String> listener) {
    loop.onDropped(listener);
    return this;
  }

  /**
   * @param hashes of bundles that were taken back: none of them is published again after a restart
   *     or a failed attempt; a KafkaException has it asked again
   */
  public TrainingRun notAgain(Predicate<String> hashes) {
    loop.notAgain(hashes);
    return this;
  }

  /** Told of the error that ended the loop, on the trainer's thread. */
  public TrainingRun onError(Consumer<Throwable> listener) {
    onError = listener;
    return this;
  }

  /**
   * @throws IllegalStateException if another trainer has the checkpoint's directory
   */
  public void start() {
    store.open();
    thread.start();
  }

  /** Examples taken so far, over restarts. */
  public long examples() {
    return loop.met();
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

  /** Whether a better bundle waits to be published. */
  public boolean waiting() {
    return loop.waiting();
  }

  /** The error that ended the loop. */
  public Optional<Throwable> error() {
    return Optional.ofNullable(error);
  }

  private void run() {
    try (loop) {
      while (stopped.getCount() > 0) {
        try {
          step();
        } catch (CancellationException e) {
          Thread.interrupted();
          LOG.info("The round under way is broken off; it is run again after a restart");
          return;
        } catch (WakeupException | InterruptException e) {
          stopped.countDown();
        } catch (KafkaException e) {
          LOG.warn("Trainer waits, then tries again: {}", e.toString());
          stopped.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      // By whoever lost patience; files and the reader could not be closed in order.
      Thread.interrupted();
      loop.save();
    } catch (InterruptedException e) {
      LOG.debug("Trainer interrupted to close");
    } catch (RuntimeException | Error e) {
      error = e;
      LOG.error("The trainer stopped", e);
    } finally {
      ended = true;
      failAsked();
    }
    error().ifPresent(onError);
  }

  private void step() {
    CompletableFuture<Optional<Round>> wanted = asked.peek();
    if (wanted == null) {
      loop.step();
    } else {
      Optional<Round> round = loop.roundOverAll();
      asked.remove(wanted);
      wanted.complete(round);
    }
  }

  private void failAsked() {
    for (var one = asked.poll(); one != null; one = asked.poll()) {
      one.completeExceptionally(new IllegalStateException("the trainer has stopped", error));
    }
  }

  /**
   * Waits for a round that is under way, however long it takes.
   *
   * @throws IllegalStateException with the error that ended the loop, if one did
   */
  @Override
  public void close() {
    close(FOR_EVER);
  }

  /**
   * As {@link #close()}, but breaks off a round that lasts longer than that: it leaves no trace,
   * and is run again after a restart.
   */
  public void close(Duration patience) {
    boolean ran = thread.getState() != Thread.State.NEW;
    stopped.countDown();
    loop.wakeup();
    if (!ran) {
      loop.close();
      return;
    }
    try {
      thread.join(Math.max(1, patience.toMillis()));
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Throwable first = error;
    if (first != null) {
      throw new IllegalStateException("the trainer stopped: " + first.getMessage(), first);
    }
  }
}
