// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.Prediction;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Offset;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.Target;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is kept of a prediction until its label comes.
 *
 * @param slice without a delay
 * @param said the class; empty for a value
 * @param value that of regression
 * @param low the lower end of its interval, NaN without one
 * @param high the upper end, likewise
 * @param appendMillis when it was appended to its topic
 */
record Made(
    WindowId window,
    ScoreSlice slice,
    String said,
    double value,
    double confidence,
    double low,
    double high,
    long appendMillis) {

  /** The prediction must be scored. */
  static Made of(Prediction prediction, Role role, long appendMillis) {
    Prediction.Scored scored = prediction.scored().orElseThrow();
    List<String> labels = scored.labels();
    return new Made(
        prediction.window(),
        new ScoreSlice(
            role,
            scored.modelVersion(),
            scored.modelHash(),
            prediction.used().stream().map(Modality::name).collect(Collectors.joining("+")),
            Offset.of(spread(prediction.offsetsMicros().values())),
            Delay.NONE),
        labels.isEmpty() ? "" : labels.get(scored.score().best()),
        labels.isEmpty() ? scored.score().scores()[0] : 0,
        scored.score().confidence(),
        scored.score().low(),
        scored.score().high(),
        appendMillis);
  }

  /** Between the earliest and the latest; 0 for one alone. */
  private static long spread(Collection<Long> offsets) {
    long most = offsets.stream().mapToLong(Long::longValue).max().orElse(0);
    return most - offsets.stream().mapToLong(Long::longValue).min().orElse(0);
  }

  Role role() {
    return slice.role();
  }

  boolean hits(Target truth) {
    return truth instanceof ValueTarget number
        ? said.isEmpty() && Tally.sameSign(number.value(), value)
        : truth.equals(new ClassTarget(said.isEmpty() ? Tally.OTHER : said));
  }

  /**
   * @param classes those of the task; others are one
   */
  void judge(Target truth, Collection<String> classes, Tally into) {
    if (truth instanceof ValueTarget number && said.isEmpty()) {
      boolean covered = low <= number.value() && number.value() <= high;
      into.addValue(number.value(), value, covered);
    } else {
      String name = truth instanceof ClassTarget named ? named.name() : Tally.OTHER;
      into.addClass(classes.contains(name) ? name : Tally.OTHER, said, confidence);
    }
  }
}
