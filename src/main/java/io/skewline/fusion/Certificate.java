// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.modality.Modality;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How well a model does under conditions worse than those it learned in, measured before it was
 * published, on streams that it had not seen. How each condition is made: docs/GATE.md. Immutable.
 *
 * @param measure what the scores are, by its label, the higher the better; empty where nothing was
 *     measured
 * @param points no two of the same condition, modalities and level; those that no window told of
 *     are left out
 */
public record Certificate(String measure, List<Point> points) {
  /** Of bundles of older formats, and of models that nobody measured. */
  public static final Certificate NONE = new Certificate("", List.of());

  public Certificate {
    points = List.copyOf(points);
  }

  /** What is wrong with the windows. */
  public enum Condition {
    /** Nothing. */
    CLEAN(""),
    /** All of them lack these modalities. */
    MISSING(""),
    /** White noise on one modality's standardised layer vectors, by its signal-to-noise ratio. */
    NOISE("dB"),
    /** One modality's clock is ahead of the first one's, by so much; behind where negative. */
    OFFSET("ms");

    private final String unit;

    Condition(String unit) {
      this.unit = unit;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is no such condition
     */
    public static Condition of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The score under one condition.
   *
   * @param modalities those that it befalls
   * @param level in the condition's unit; 0 where it has none
   * @param power mean square of the befallen modality's standardised inputs, from 1 up with noise;
   *     0 where it was not measured
   */
  public record Point(
      Condition condition, List<Modality> modalities, double level, double power, Metric score) {
    public Point {
      modalities = List.copyOf(modalities);
    }

    /** Such as {@code noise audio -10 dB}. */
    public String name() {
      String befallen = modalities.stream().map(Modality::name).collect(Collectors.joining("+"));
      String size =
          condition.unit.isEmpty()
              ? ""
              : String.format(Locale.ROOT, "%.0f %s", level, condition.unit);
      return (condition.label() + " " + befallen + " " + size).strip();
    }

    /** For people. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %.3f [%.3f, %.3f] n=%d",
          name(),
          score.value(),
          score.low(),
          score.high(),
          score.n());
    }
  }

  /** What the other scores are to be held against. */
  public Optional<Point> clean() {
    return points.stream().filter(point -> point.condition() == Condition.CLEAN).findFirst();
  }

  /** Those of a condition that befalls this modality alone, in their order. */
  public List<Point> of(Condition condition, Modality modality) {
    return points.stream()
        .filter(p -> p.condition() == condition && p.modalities().equals(List.of(modality)))
        .toList();
  }
}
