// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.fusion;

import io.skewline.bench.Target;
import io.skewline.network.NetworkUnderTest;
import io.skewline.network.Trainer;
import java.util.Optional;

/** A training step of ours beside SameDiff's: one batch, the same loss, Adam. */
public final class Training {
  /** Windows of a step. */
  public static final int ROWS = 64;

  static final double LEARNING_RATE = 1e-3;
  private static final int CHECKED_STEPS = 3;

  /** Adam divides by the gradient's own size, so what rounds to either side of 0 steps apart. */
  private static final double TOLERANCE = 1e-4;

  private static final long TURN_NANOS = 200_000_000;
  private static final long WARM_UP_NANOS = 1_500_000_000;
  private static final String OURS = "native";
  private static final String PEER = "SameDiff";
  private static final double PASSES = 3;

  private final int width;
  private final NetworkUnderTest network;

  public Training(int width, int inputs) {
    this.width = width;
    this.network = new NetworkUnderTest(width, inputs);
  }

  /**
   * @param peak GFLOP/s of sgemm
   */
  public void measure(int pairs, double peak, Scores scores) {
    Trainer ours = network.training(ROWS, LEARNING_RATE);
    Trainer peer = network.sameDiffTraining(ROWS, LEARNING_RATE);
    check(ours, peer);
    Race race = new Race(TURN_NANOS);
    race.add(OURS, ours::step);
    race.add(PEER, peer::step);
    race.run(WARM_UP_NANOS, pairs);
    scores.ratio(
        "width %d, training steps/s of %d windows: native / SameDiff".formatted(width, ROWS),
        race.median(OURS),
        race.median(PEER),
        race.ratio(OURS, PEER),
        target(),
        race.median(OURS) * ROWS * PASSES * network.operations() / 1e9 / peak);
    scores.details("runs of training, width %d".formatted(width), race.details());
  }

  private Optional<Target> target() {
    return Optional.of(Target.atLeast(width <= 128 ? 5 : 1.8));
  }

  /** Both have learnt the same. */
  private void check(Trainer ours, Trainer peer) {
    for (int step = 0; step < CHECKED_STEPS; step++) {
      ours.step();
      peer.step();
    }
    for (String name : network.learned()) {
      float[] a = ours.weights(name);
      float[] b = peer.weights(name);
      for (int i = 0; i < a.length; i++) {
        if (!(Math.abs(a[i] - b[i]) <= TOLERANCE)) {
          throw new IllegalStateException(
              "%s[%d] is %f after %d steps of ours and %f after SameDiff's, width %d"
                  .formatted(name, i, a[i], CHECKED_STEPS, b[i], width));
        }
      }
    }
  }
}
