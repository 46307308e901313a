// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.modality.Modality;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * How bad each condition may be before the certified score falls below a share of the clean one.
 * Empty where the certificate does not tell. Immutable.
 */
record CertifiedRange(Certificate certificate, double share) {

  /**
   * Of windows that lack the modality, up to 1. Between none and all of them the score falls in a
   * straight line.
   */
  OptionalDouble missingShare(Modality modality) {
    double clean = certificate.clean().map(point -> point.score().value()).orElse(Double.NaN);
    return certificate.of(Condition.MISSING, modality).stream()
        .mapToDouble(point -> point.score().value())
        .map(without -> clean > without ? (1 - share) * clean / (clean - without) : 1)
        .map(most -> Math.min(1, most))
        .findFirst();
  }

  /**
   * The mean square of its standardised inputs at the noisiest level that keeps the score, and all
   * milder ones do; at the mildest level measured if none does.
   */
  OptionalDouble power(Modality modality) {
    List<Point> rising =
        certificate.of(Condition.NOISE, modality).stream()
            .sorted(Comparator.comparingDouble(point -> -point.level()))
            .toList();
    return certificate.clean().isEmpty() || rising.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(last(rising, certificate.clean().get().score().value()).power());
  }

  /**
   * Milliseconds that its clock may be ahead of the first modality's. Where the mildest level
   * measured does not keep the score, half of that: nobody knows where on the way it was lost.
   *
   * @param sign −1: behind it, as a number below 0
   */
  OptionalDouble offsetMillis(Modality modality, int sign) {
    List<Point> all = certificate.of(Condition.OFFSET, modality);
    Predicate<Point> thisSide = point -> point.level() * sign >= 0;
    List<Point> rising =
        all.stream()
            .filter(thisSide)
            .sorted(Comparator.comparingDouble(point -> Math.abs(point.level())))
            .toList();
    if (rising.size() < 2 || rising.get(0).level() != 0) {
      return OptionalDouble.empty();
    }
    double most = last(rising, rising.get(0).score().value()).level();
    return OptionalDouble.of(most == 0 ? rising.get(1).level() / 2 : most);
  }

  /** The last of the first ones that keep the score, or the first one of all. */
  private Point last(List<Point> rising, double clean) {
    Point last = rising.get(0);
    for (Point point : rising) {
      if (point.score().value() < share * clean) {
        break;
      }
      last = point;
    }
    return last;
  }
}
