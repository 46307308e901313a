// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.fusion;

import io.skewline.bench.Target;
import io.skewline.modality.AlignedWindow;
import io.skewline.network.NetworkUnderTest;
import io.skewline.network.Scorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One network, one size of batch: {@code native} and {@code auto} beside ONNX Runtime on both of
 * our exports and beside SameDiff, from aligned windows to logits.
 */
public final class Serving {
  private static final double TOLERANCE = 1e-4;
  private static final long TURN_NANOS = 100_000_000;
  private static final long WARM_UP_NANOS = 1_000_000_000;
  private static final String NATIVE = "native";
  private static final String AUTO = "auto";
  private static final String NAIVE = "onnx naive";
  private static final String FOLDED = "onnx folded";
  private static final String SAME_DIFF = "SameDiff";

  private final int width;
  private final int batch;
  private final double operations;
  private final List<AlignedWindow> windows;
  private final Map<String, Scorer> scorers = new LinkedHashMap<>();

  public Serving(int width, int inputs, int batch) {
    this.width = width;
    this.batch = batch;
    NetworkUnderTest network = new NetworkUnderTest(width, inputs);
    this.operations = network.operations();
    this.windows = network.windows(batch);
    scorers.put(NATIVE, network.ours());
    scorers.put(AUTO, network.auto());
    scorers.put(NAIVE, network.onnx(true, batch));
    scorers.put(FOLDED, network.onnx(false, batch));
    scorers.put(SAME_DIFF, network.sameDiff());
  }

  /**
   * @param peak GFLOP/s of sgemm
   */
  public void measure(int pairs, double peak, Scores scores) {
    checkAnswers();
    Race race = new Race(TURN_NANOS);
    scorers.forEach((name, scorer) -> race.add(name, () -> scorer.score(windows)));
    race.run(WARM_UP_NANOS, pairs);
    String onnx = race.best(NAIVE, FOLDED);
    row(race, NATIVE, onnx, ours(), peak, scores);
    row(race, AUTO, onnx, auto(), peak, scores);
    row(race, NATIVE, SAME_DIFF, Optional.empty(), peak, scores);
    scores.details("runs of serving, width %d, batch %d".formatted(width, batch), race.details());
    scorers.values().forEach(Scorer::close);
  }

  /** Of the engine {@code native}. */
  private Optional<Target> ours() {
    if (width <= 128) {
      return Optional.of(Target.atLeast(1.2));
    }
    return batch >= 128 ? Optional.of(Target.atLeast(1)) : Optional.empty();
  }

  /** Of the engine {@code auto}. */
  private Optional<Target> auto() {
    return width > 128 ? Optional.of(Target.atLeast(0.95)) : Optional.empty();
  }

  private void row(
      Race race, String ours, String peer, Optional<Target> target, double peak, Scores scores) {
    double perSecond = race.median(ours) * batch;
    scores.ratio(
        "width %d, batch %d, windows/s: %s / %s".formatted(width, batch, ours, peer),
        perSecond,
        race.median(peer) * batch,
        race.ratio(ours, peer),
        target,
        perSecond * operations / 1e9 / peak);
  }

  /** Twice each: what is kept between calls must not change them. */
  private void checkAnswers() {
    float[] expected = scorers.get(SAME_DIFF).score(windows);
    scorers.forEach(
        (name, scorer) -> {
          scorer.score(windows);
          float[] given = scorer.score(windows);
          for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(given[i] - expected[i]);
            if (!(error <= TOLERANCE * Math.max(1, Math.abs(expected[i])))) {
              throw new IllegalStateException(
                  "%s gives %f in place of %f at %d, width %d, batch %d"
                      .formatted(name, given[i], expected[i], i, width, batch));
            }
          }
        });
  }
}
