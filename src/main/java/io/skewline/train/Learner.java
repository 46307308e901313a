// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.learn.RoundExamples;
import io.skewline.learn.online.Answer;
import io.skewline.learn.online.DriftDetector;
import io.skewline.learn.online.ExampleBuffer;
import io.skewline.learn.online.PrequentialScore;
import io.skewline.modality.LabelledWindow;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the trainer knows between two rounds, and when the next one is due. Nothing of a round
 * itself outlives it: each fits from scratch, from the buffer and the seed. So this, written down
 * by {@link LearnerState}, is all that a restart needs. One thread.
 *
 * <p>With firstRound 200 and roundEvery 50: the 200th example makes a round due, then the 250th. A
 * drift at the 270th, seen 40 examples after it began, puts a round at the 330th, when the buffer
 * holds half of firstRound from after the change; it learns from those and as many older ones.
 */
final class Learner {
  static final long NONE = -1;

  private final TrainSettings settings;
  final ExampleBuffer buffer;
  final PrequentialScore score;
  final Optional<DriftDetector> drift;

  /** By partition: the offset of the next record to take. */
  final Map<Integer, Long> offsets = new TreeMap<>();

  /** By partition: what lies before it was there when the learner was built anew. */
  final Map<Integer, Long> old = new TreeMap<>();

  long sinceRound;
  boolean firstRoundDone;

  /** How many had been taken when a drift was seen that no round has followed yet; else NONE. */
  long driftAt = NONE;

  /** The number of the last bundle. */
  long version;

  long rounds;

  /** The hash of the last bundle, published or not; empty before the first. */
  String lastHash = "";

  /** The hash of whom the detector follows. */
  String answering = "";

  /** Decided, perhaps not published yet. */
  @Nullable Round unpublished;

  Learner(TrainSettings settings) {
    this(
        settings,
        new ExampleBuffer(
            settings.maxExamples(), settings.learner().memory(), settings.fit().seed()),
        new PrequentialScore(),
        settings.learner().driftDelta().map(DriftDetector::new));
  }

  Learner(
      TrainSettings settings,
      ExampleBuffer buffer,
      PrequentialScore score,
      Optional<DriftDetector> drift) {
    this.settings = settings;
    this.buffer = buffer;
    this.score = score;
    this.drift = drift;
  }

  /**
   * Takes the next record, which then counts as taken: first what the active model said of it, then
   * the example itself.
   *
   * @return how the model stands; empty if it was not asked
   */
  Optional<Standing> take(Fetched record, Exam exam, Optional<Answer> answer) {
    offsets.put(record.partition(), record.offset() + 1);
    record.example().ifPresent(this::keep);
    return answer.map(given -> stand(exam, given, record.example().orElseThrow()));
  }

  private void keep(LabelledWindow example) {
    buffer.add(example);
    sinceRound++;
  }

  private Standing stand(Exam exam, Answer answer, LabelledWindow example) {
    score.add(answer);
    return new Standing(
        buffer.met(),
        score.scored(),
        score.windowed(),
        score.faded(),
        score.error(),
        exam.modelVersion(),
        exam.modelHash(),
        drifts(exam, answer, example),
        answer.hit(),
        example.window().id().endMicros());
  }

  /** When to learn is a choice, too: rows that are only to be reported have no say in it. */
  private boolean drifts(Exam exam, Answer answer, LabelledWindow example) {
    if (drift.isEmpty() || example.split().equals("val")) {
      return false;
    }
    if (!answering.equals(exam.modelHash())) {
      answering = exam.modelHash();
      drift.get().reset();
    }
    OptionalLong since = drift.get().feed(buffer.met() - 1, !answer.hit());
    since.ifPresent(
        first -> {
          buffer.changed(first);
          driftAt = driftAt == NONE ? buffer.met() : driftAt;
        });
    return since.isPresent();
  }

  /** Whether the model that is active may have learnt from it already: nobody knows. */
  boolean mayHaveLearnt(Fetched record) {
    return record.offset() < old.getOrDefault(record.partition(), 0L);
  }

  /** New examples until a round is due by their number; 0 if one is. */
  long untilRound() {
    return Math.max(
        0, (firstRoundDone ? settings.roundEvery() : settings.firstRound()) - sinceRound);
  }

  boolean roundDue() {
    return untilRound() == 0 || driftAt != NONE && knowsEnoughAfterDrift();
  }

  /** Where a change began is an estimate, the better the more has come since it was seen. */
  private boolean knowsEnoughAfterDrift() {
    return buffer.met() - driftAt >= settings.firstRound() / 4
        && buffer.after() >= settings.firstRound() / 2;
  }

  /** What the round that begins learns from, in order of arrival. */
  RoundExamples beginRound() {
    if (driftAt != NONE) {
      buffer.thin(settings.firstRound());
    }
    sinceRound = 0;
    driftAt = NONE;
    return buffer.examples();
  }

  void endRound(Round round) {
    version = round.bundle().manifest().version();
    lastHash = round.bundle().hash();
    rounds++;
    firstRoundDone = true;
    unpublished = round.better() ? round : unpublished;
  }
}
