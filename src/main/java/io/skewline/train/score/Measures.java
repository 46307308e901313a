// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.Tally;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.Wilson;

/** What a tally says. Not a number where it says nothing. */
public record Measures(Tally tally) {
  private static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Share of the labelled that are right; of values, those of the right sign. */
  public Interval accuracy() {
    return Wilson.of(tally.numbers().hits(), tally.numbers().labelled());
  }

  public Interval macroF1() {
    return tally.confusion().isEmpty() ? NONE : MacroF1.of(tally.confusion());
  }

  /**
   * Expected calibration error: how far confidence and accuracy lie apart in ten bins of
   * confidence, weighted by what is in them (Naeini et al., AAAI 2015).
   */
  public double calibrationError() {
    long n = tally.bins().stream().mapToLong(Tally.Bin::n).sum();
    double apart =
        tally.bins().stream().mapToDouble(b -> Math.abs(b.hits() - b.confidence())).sum();
    return n == 0 ? Double.NaN : apart / n;
  }

  /** Mean absolute error of values, with a normal interval. */
  public Interval meanError() {
    Tally.Numbers numbers = tally.numbers();
    long n = numbers.labelled();
    if (n == 0 || !tally.confusion().isEmpty()) {
      return NONE;
    }
    double mean = numbers.absolute() / n;
    double error = Math.sqrt(Math.max(0, numbers.squares() / n - mean * mean) / n);
    return new Interval(mean, mean - Wilson.Z * error, mean + Wilson.Z * error, error);
  }

  /** Share of values within the prediction's interval. */
  public Interval covered() {
    return tally.confusion().isEmpty()
        ? Wilson.of(tally.numbers().covered(), tally.numbers().labelled())
        : NONE;
  }

  /** Share of the predictions that met a label; of a slice by delay it says nothing. */
  public double coverage() {
    Tally.Numbers numbers = tally.numbers();
    return numbers.predictions() == 0
        ? Double.NaN
        : (double) numbers.labelled() / numbers.predictions();
  }
}
