// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftDetectorTest {
  private static final double DELTA = 0.002;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldNoticeThatMissesBecomeMoreAndWhen(long seed) {
    Random random = new Random(seed);
    DriftDetector detector = new DriftDetector(DELTA);
    for (int i = 0; i < 2_000; i++) {
      assertThat(detector.feed(i, random.nextDouble() < 0.1)).as("answer %d", i).isEmpty();
    }
    OptionalLong drift = OptionalLong.empty();
    int since = 0;
    while (drift.isEmpty()) {
      drift = detector.feed(2_000 + since, random.nextDouble() < 0.5);
      since++;
    }
    assertThat(since).isLessThan(150);
    assertThat(drift.getAsLong()).as("seen after %d", since).isBetween(1_960L, 2_040L);
  }

  @Test
  void shouldTellTheNumberOfAnExampleWhereManyAreNotAnswered() throws IOException {
    Random random = new Random(1);
    DriftDetector detector = new DriftDetector(DELTA);
    for (int i = 0; i < 2_000; i++) {
      detector.feed(5 * i, random.nextDouble() < 0.1);
    }
    detector = again(detector);
    OptionalLong drift = OptionalLong.empty();
    for (int i = 2_000; drift.isEmpty(); i++) {
      drift = detector.feed(5 * i, random.nextDouble() < 0.5);
    }
    assertThat(drift.getAsLong()).isBetween(5 * 1_960L, 5 * 2_040L);
    assertThat(drift.getAsLong() % 5).isZero();
  }

  @Test
  void shouldTakeFewerMissesForNoDrift() {
    Random random = new Random(1);
    DriftDetector detector = new DriftDetector(DELTA);
    for (int i = 0; i < 4_000; i++) {
      assertThat(detector.feed(i, random.nextDouble() < (i < 2_000 ? 0.5 : 0.1))).isEmpty();
    }
  }

  @Test
  void shouldRarelySeeADriftWhereThereIsNone() {
    Random random = new Random(1);
    DriftDetector detector = new DriftDetector(DELTA);
    int drifts = 0;
    for (int i = 0; i < 3 * DriftDetector.MOST; i++) {
      drifts += detector.feed(i, random.nextDouble() < 0.2).isPresent() ? 1 : 0;
    }
    assertThat(drifts).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldNotMeasureAnotherModelByTheOneBefore() {
    DriftDetector detector = new DriftDetector(DELTA);
    for (int i = 0; i < 1_000; i++) {
      detector.feed(i, false);
    }
    detector.reset();
    for (int i = 0; i < 1_000; i++) {
      assertThat(detector.feed(i, i % 2 == 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 700, 2_010, DriftDetector.MOST + 10})
  void shouldGoOnFromWhatWasWrittenAsIfNothingHadHappened(int killedAt) throws IOException {
    Random random = new Random(killedAt);
    DriftDetector undisturbed = new DriftDetector(DELTA);
    DriftDetector killed = new DriftDetector(DELTA);
    int drifts = 0;
    for (int i = 0; i < killedAt + 3_000; i++) {
      boolean miss = random.nextDouble() < (i < killedAt + 500 && i > 2_000 ? 0.1 : 0.4);
      if (i == killedAt) {
        killed = again(killed);
      }
      OptionalLong expected = undisturbed.feed(i, miss);
      assertThat(killed.feed(i, miss)).isEqualTo(expected);
      drifts += expected.isPresent() ? 1 : 0;
    }
    System.out.println("DriftDetectorTest: killed at " + killedAt + ", drifts " + drifts);
  }

  private static DriftDetector again(DriftDetector detector) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    detector.write(new DataOutputStream(written));
    return DriftDetector.read(
        new DataInputStream(new ByteArrayInputStream(written.toByteArray())), DELTA);
  }
}
