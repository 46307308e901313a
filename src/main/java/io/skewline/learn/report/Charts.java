// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.fusion.LayerPair;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.Contender.Addition;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Layer;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.learn.sweep.Standing;
import io.skewline.learn.sweep.SweepOutcome;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;

/** The pictures of a sweep. */
final class Charts {
  /** Bars of several curves at one place would cover each other. */
  private static final double APART = 0.07;

  private static final String BARS = "Bars have the length of the 95 % intervals.";

  private final SweepOutcome outcome;
  private final String measure;
  private final List<ModalitySpec> specs;

  Charts(SweepOutcome outcome) {
    this.outcome = outcome;
    this.measure = outcome.settings().measure().label();
    this.specs = outcome.settings().fit().modalities();
  }

  List<Picture> all() {
    List<Picture> pictures = new ArrayList<>();
    for (int a = 0; a < specs.size(); a++) {
      for (int b = a + 1; b < specs.size(); b++) {
        heatMap(specs.get(a), specs.get(b)).ifPresent(pictures::add);
      }
    }
    pictures.add(skewCurves());
    pictures.add(singleLayers());
    for (ModalitySpec gone : specs) {
      pictures.add(missing(gone));
    }
    pictures.add(costs());
    return pictures;
  }

  /** Empty where the budget did not do for a single pair. */
  private Optional<Picture> heatMap(ModalitySpec a, ModalitySpec b) {
    Map<LayerPair, Standing> cells = new LinkedHashMap<>();
    for (int i = 1; i <= a.layers(); i++) {
      for (int j = 1; j <= b.layers(); j++) {
        LayerPair pair = new LayerPair(a.modality(), i, b.modality(), j);
        outcome.space().pair(pair).flatMap(outcome::find).ifPresent(s -> cells.put(pair, s));
      }
    }
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    int fits = cells.values().stream().mapToInt(Standing::fits).min().orElseThrow();
    List<Number[]> values = new ArrayList<>();
    cells.forEach(
        (pair, cell) ->
            values.add(
                new Number[] {
                  pair.secondLayer() - 1,
                  pair.firstLayer() - 1,
                  outcome.validation((Fused) cell.contender(), fits)
                }));
    HeatMapChart chart =
        Picture.heatMap(
            "Every layer pair: " + measure + " on validation windows",
            b.modality() + " layer",
            a.modality() + " layer",
            !outcome.settings().measure().higherIsBetter());
    chart.addSeries(
        measure,
        IntStream.rangeClosed(1, b.layers()).boxed().toList(),
        IntStream.rangeClosed(1, a.layers()).boxed().toList(),
        values);
    return Optional.of(
        Picture.of(
            "pairs-" + a.modality() + "-" + b.modality(),
            "One layer of %s with one of %s, seeds: %d; what the choice saw, not what is reported."
                .formatted(a.modality(), b.modality(), fits),
            chart));
  }

  private Picture skewCurves() {
    XYChart chart = Picture.curves("Skew: " + measure + " on reported windows", "skew d", measure);
    for (int k : outcome.space().counts()) {
      Curve curve = new Curve("k = " + k, APART * outcome.space().counts().indexOf(k));
      for (int d : outcome.space().skews(k).stream().sorted().toList()) {
        outcome.find(outcome.space().skew(d, k)).ifPresent(s -> curve.add(d, s.reported()));
      }
      curve.drawOn(chart);
    }
    return Picture.of(
        "skew",
        "k pairs at skew d; d above 0 keeps "
            + specs.get(0).modality()
            + " deep, d = 0 with k = 1 is late fusion. "
            + BARS,
        chart);
  }

  private Picture singleLayers() {
    XYChart chart =
        Picture.curves("One layer alone: " + measure + " on reported windows", "layer", measure);
    for (ModalitySpec spec : specs) {
      Curve curve = new Curve(spec.modality().name(), APART * specs.indexOf(spec));
      for (int layer = 1; layer <= spec.layers(); layer++) {
        int at = layer;
        outcome.find(new Layer(spec, layer)).ifPresent(s -> curve.add(at, s.reported()));
      }
      curve.drawOn(chart);
    }
    return Picture.of(
        "layers",
        "A linear model on each layer of each modality, 1 the shallowest. " + BARS,
        chart);
  }

  private Picture missing(ModalitySpec gone) {
    XYChart chart =
        Picture.curves(
            "Without " + gone.modality() + ": " + measure + " on reported windows",
            "share of windows that lack " + gone.modality(),
            measure);
    var plans =
        new LinkedHashSet<>(
            List.of(outcome.selected(), outcome.space().late(), outcome.space().pairwise()));
    double apart = 0;
    for (Fused plan : plans) {
      Curve curve = new Curve(plan.name(), apart);
      apart += APART / 10;
      for (int tenths = 0; tenths <= 9; tenths++) {
        curve.add(tenths / 10.0, outcome.without(plan, gone.modality(), tenths / 10.0));
      }
      curve.drawOn(chart);
    }
    return Picture.of(
        "missing-" + gone.modality(),
        "The chosen plan beside late and pairwise fusion while windows lose "
            + gone.modality()
            + ". "
            + BARS,
        chart);
  }

  private Picture costs() {
    XYChart chart =
        Picture.points(
            "Cost and score: " + measure, "cost, as a share of pairwise fusion's", measure);
    Curve plans = new Curve("plans", 0);
    Curve baselines = new Curve("baselines", 0);
    for (Standing standing : outcome.standings()) {
      if (standing.contender() instanceof Fused
          && !standing.contender().equals(outcome.selected())) {
        plans.add(standing.relativeCost(), bare(standing));
      } else if (standing.contender() instanceof Linear
          || standing.contender() instanceof Addition) {
        baselines.add(standing.relativeCost(), bare(standing));
      }
    }
    plans.drawOn(chart);
    baselines.drawOn(chart);
    Curve chosen = new Curve("chosen: " + outcome.selected().name(), 0);
    Standing standing = outcome.of(outcome.selected());
    chosen.add(standing.relativeCost(), standing.reported());
    chosen.drawOn(chart);
    return Picture.of(
        "cost",
        "Cost is the mean of three shares: floats on the wire, multiply-adds, encoder layers. The"
            + " bar of the chosen plan has the length of its 95 % interval; the others' are in the"
            + " table.",
        chart);
  }

  private static Interval bare(Standing standing) {
    return new Interval(standing.reported().value(), Double.NaN, Double.NaN, Double.NaN);
  }

  /** Points of one name. */
  private static final class Curve {
    private final String name;
    private final List<Double> xs = new ArrayList<>();
    private final List<Double> ys = new ArrayList<>();
    private final List<Double> bars = new ArrayList<>();

    private final double shift;

    Curve(String name, double shift) {
      this.name = name;
      this.shift = shift;
    }

    void add(double x, Interval y) {
      xs.add(x + shift);
      ys.add(y.value());
      bars.add(Double.isFinite(y.low()) ? (y.high() - y.low()) / 2 : 0);
    }

    void drawOn(XYChart chart) {
      if (!xs.isEmpty()) {
        chart.addSeries(name, xs, ys, bars);
      }
    }
  }
}
