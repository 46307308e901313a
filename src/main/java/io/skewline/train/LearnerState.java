// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.BundleReader;
import io.skewline.learn.online.DriftDetector;
import io.skewline.learn.online.ExampleBuffer;
import io.skewline.learn.online.PrequentialScore;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@link Learner} as bytes, big-endian. A change of the layout changes {@link Checkpoint#LAYOUT}:
 * what was written by another is set aside and the learner built anew.
 */
final class LearnerState {
  private LearnerState() {}

  static void write(Learner learner, DataOutput to) throws IOException {
    write(learner.offsets, to);
    write(learner.old, to);
    to.writeLong(learner.sinceRound);
    to.writeBoolean(learner.firstRoundDone);
    to.writeLong(learner.driftAt);
    to.writeLong(learner.version);
    to.writeLong(learner.rounds);
    to.writeUTF(learner.lastHash);
    to.writeUTF(learner.answering);
    RoundBytes.write(learner.unpublished, to);
    learner.score.write(to);
    to.writeBoolean(learner.drift.isPresent());
    if (learner.drift.isPresent()) {
      learner.drift.get().write(to);
    }
    learner.buffer.write(to);
  }

  private static void write(Map<Integer, Long> offsets, DataOutput to) throws IOException {
    to.writeInt(offsets.size());
    for (Map.Entry<Integer, Long> entry : offsets.entrySet()) {
      to.writeInt(entry.getKey());
      to.writeLong(entry.getValue());
    }
  }

  /** Settings may have changed since: they hold from now on. */
  static Learner read(DataInput from, TrainSettings settings, BundleReader bundles)
      throws IOException {
    Map<Integer, Long> offsets = offsets(from);
    Map<Integer, Long> old = offsets(from);
    long sinceRound = from.readLong();
    boolean firstRoundDone = from.readBoolean();
    long driftAt = from.readLong();
    long version = from.readLong();
    long rounds = from.readLong();
    String lastHash = from.readUTF();
    String answering = from.readUTF();
    Round unpublished = RoundBytes.read(from, bundles);
    PrequentialScore score = PrequentialScore.read(from);
    Optional<DriftDetector> drift = drift(from, settings.learner().driftDelta());
    ExampleBuffer buffer =
        ExampleBuffer.read(from, settings.maxExamples(), settings.learner().memory());
    Learner learner = new Learner(settings, buffer, score, drift);
    learner.offsets.putAll(offsets);
    learner.old.putAll(old);
    learner.sinceRound = sinceRound;
    learner.firstRoundDone = firstRoundDone;
    learner.driftAt = driftAt;
    learner.version = version;
    learner.rounds = rounds;
    learner.lastHash = lastHash;
    learner.answering = answering;
    learner.unpublished = unpublished;
    return learner;
  }

  private static Map<Integer, Long> offsets(DataInput from) throws IOException {
    Map<Integer, Long> offsets = new TreeMap<>();
    int size = from.readInt();
    for (int i = 0; i < size; i++) {
      offsets.put(from.readInt(), from.readLong());
    }
    return offsets;
  }

  private static Optional<DriftDetector> drift(DataInput from, Optional<Double> delta)
      throws IOException {
    if (!from.readBoolean()) {
      return delta.map(DriftDetector::new);
    }
    // What was fed must be read past even if nobody looks for drift any more.
    DriftDetector fed = DriftDetector.read(from, delta.orElse(0.5));
    return delta.map(wanted -> fed);
  }
}
