// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.learn.RoundExamples;
import io.skewline.ledger.Meters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the trainer: take examples, run a round when one is due, publish what is better, and
 * write down what is known around each of these. One thread.
 */
final class TrainingLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  /** Scored in one call of the model. */
  private static final long BATCH = 256;

  private final TrainSettings settings;
  private final ExampleReader reader;
  private final LearnerStore store;
  private final RoundRunner rounds;
  private final Publisher publisher;
  private final Incumbent incumbent;
  private final Meters meters;

  private volatile Consumer<Round> onRound = round -> {};
  private volatile Consumer<Standing> onStanding = standing -> {};
  private volatile BiConsumer<Round, String> onDropped = (round, how) -> {};
  private volatile Predicate<String> takenBack = hash -> false;
  private volatile boolean waiting;
  private volatile long met;
  private @Nullable Learner learner;
  private Map<TopicPartition, Long> readFirst = Map.of();
  private long roundAtNanos = System.nanoTime();

  TrainingLoop(
      TrainSettings settings,
      ExampleReader reader,
      LearnerStore store,
      RoundRunner rounds,
      Publisher publisher,
      Incumbent incumbent,
      Meters meters) {
    this.settings = settings;
    this.reader = reader;
    this.store = store;
    this.rounds = rounds;
    this.publisher = publisher;
    this.incumbent = incumbent;
    this.meters = meters;
  }

  void onRound(Consumer<Round> listener) {
    onRound = listener;
  }

  void onStanding(Consumer<Standing> listener) {
    onStanding = onStanding.andThen(listener);
  }

  void onDropped(BiConsumer<Round, String> listener) {
    onDropped = listener;
  }

  void notAgain(Predicate<String> hashes) {
    takenBack = hashes;
  }

  /** From any thread: whether a better bundle has not been published yet. */
  boolean waiting() {
    return waiting;
  }

  /** From any thread: examples taken so far, over restarts. */
  long met() {
    return met;
  }

  /** Takes what has come, and runs a round if one is due. */
  void step() {
    Learner open = opened();
    publishIfDue(open);
    if (readFirst.isEmpty() && open.roundDue()) {
      round(open);
      return;
    }
    take(open, readFirst.isEmpty() ? Math.max(1, open.untilRound()) : BATCH);
    if (reader.passed(readFirst)) {
      readFirst = Map.of();
    }
    if (readFirst.isEmpty() && (open.roundDue() || dueByTime(open))) {
      round(open);
    }
    store.saveIfDue(open);
  }

  private Learner opened() {
    Learner open = learner;
    if (open == null) {
      open = open();
      learner = open;
    }
    return open;
  }

  private Learner open() {
    long startedNanos = System.nanoTime();
    String topicId = reader.topicId();
    Map<TopicPartition, Long> ends = reader.open();
    boolean deterministic = settings.learner().deterministic();
    if (deterministic && ends.size() != 1) {
      throw new IllegalStateException(
          topicId + " has " + ends.size() + " partitions; train.deterministic allows one");
    }
    Optional<Learner> found = store.load(topicId, ends);
    Learner open = found.orElseGet(() -> new Learner(settings));
    waiting = open.unpublished != null;
    if (found.isEmpty() && !deterministic) {
      ends.forEach((partition, end) -> open.old.put(partition.partition(), end));
    }
    reader.seek(open.offsets);
    readFirst = deterministic ? Map.of() : ends;
    met = open.buffer.met();
    store.save(open);
    warnOfTheHeap();
    LOG.info(
        "The learner {} with {} of {} examples after {} ms",
        found.isPresent() ? "goes on" : "begins",
        open.buffer.size(),
        met,
        Duration.ofNanos(System.nanoTime() - startedNanos).toMillis());
    return open;
  }

  private void warnOfTheHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    if (settings.learner().memory() > heap / 2) {
      LOG.warn(
          "train.memory is {} bytes and the heap {}: a round may not find room beside a full buffer",
          settings.learner().memory(),
          heap);
    }
  }

  /** Why a better bundle must not be published any more. */
  private Optional<String> against(Round due) {
    Bundle bundle = due.bundle();
    List<String> right = List.of(bundle.hash(), bundle.manifest().parentHash());
    Optional<String> other =
        incumbent.ask(FusionModel::hash).filter(active -> !right.contains(active));
    if (other.isPresent()) {
      return other.map(hash -> "it was measured against another than the active model, " + hash);
    }
    // An attempt that failed may have made it active, before somebody went back to its parent.
    return waiting && takenBack.test(bundle.hash())
        ? Optional.of("it was taken back meanwhile")
        : Optional.empty();
  }

  private void drop(Learner open, Round due, String how) {
    LOG.warn("Model {} is not published: {}", due.bundle().manifest().version(), how);
    onDropped.accept(due, how);
    settled(open);
  }

  private void settled(Learner open) {
    open.unpublished = null;
    waiting = false;
    store.save(open);
  }

  private void take(Learner open, long most) {
    List<Fetched> batch = reader.next(Math.min(BATCH, most));
    if (batch.isEmpty()) {
      return;
    }
    Exam exam = Exam.of(incumbent, batch, record -> !open.mayHaveLearnt(record));
    int taken = 0;
    while (taken < batch.size() && (taken == 0 || !readFirst.isEmpty() || !open.roundDue())) {
      Fetched record = batch.get(taken);
      open.take(record, exam, exam.answers().get(taken)).ifPresent(this::tell);
      record.example().ifPresent(example -> meters.example());
      taken++;
    }
    reader.taken(taken);
    met = open.buffer.met();
  }

  private void tell(Standing standing) {
    meters.prequential(standing.windowed(), standing.faded(), standing.error());
    if (standing.drift()) {
      meters.drift();
      LOG.info(
          "Model {} misses more often than it did, seen at example {}: {} of the last are hits",
          standing.modelVersion(),
          standing.examples(),
          standing.windowed());
    }
    onStanding.accept(standing);
  }

  private boolean dueByTime(Learner open) {
    return settings
        .learner()
        .roundInterval()
        .filter(interval -> System.nanoTime() - roundAtNanos >= interval.toNanos())
        .filter(
            interval ->
                open.sinceRound > 0
                    && (open.firstRoundDone || open.buffer.size() >= settings.firstRound()))
        .isPresent();
  }

  /**
   * Takes all that is on the topic now, then runs a round over it, whatever its number.
   *
   * @return empty if there is too little to learn from
   */
  Optional<Round> roundOverAll() {
    Learner open = opened();
    publishIfDue(open);
    readFirst = reader.ends();
    while (!reader.passed(readFirst)) {
      take(open, BATCH);
    }
    readFirst = Map.of();
    return open.buffer.size() == 0 ? Optional.empty() : round(open);
  }

  private Optional<Round> round(Learner open) {
    RoundExamples examples = open.beginRound();
    long active = incumbent.ask(model -> model.manifest().version()).orElse(0L);
    long next = Math.max(open.version, active) + 1;
    long startedNanos = System.nanoTime();
    Optional<Round> round = rounds.run(examples, next);
    roundAtNanos = System.nanoTime();
    round.ifPresent(
        ended -> {
          open.endRound(ended);
          store.save(open);
          meters.round(ended.better(), Duration.ofNanos(roundAtNanos - startedNanos));
          LOG.info(
              "Round over {} examples, model {} {}: {}",
              examples.size(),
              next,
              ended.better() ? "is better" : "is kept back",
              ended.reason());
          publishPatiently(open);
          onRound.accept(ended);
        });
    return round;
  }

  /** A round that nobody can publish now must not be run again for that. */
  private void publishPatiently(Learner open) {
    try {
      publishIfDue(open);
    } catch (KafkaException e) {
      LOG.warn("Model {} is not published yet: {}", open.version, e.toString());
    }
  }

  private void publishIfDue(Learner open) {
    Round due = open.unpublished;
    if (due == null) {
      return;
    }
    Optional<String> against = against(due);
    waiting = true;
    if (against.isPresent()) {
      drop(open, due, against.get());
    } else {
      publisher.publish(due);
      settled(open);
    }
  }

  /** From any thread: makes a waiting step end. */
  void wakeup() {
    reader.wakeup();
  }

  /** What has been taken since the last checkpoint need not be read again then. */
  void save() {
    Learner open = learner;
    if (open != null) {
      store.save(open);
    }
  }

  @Override
  public void close() {
    reader.close();
    store.close();
  }
}
