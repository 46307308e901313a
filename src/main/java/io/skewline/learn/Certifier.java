// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.fusion.FusionModel;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Measures a model's certificate on held-out windows. The same seed gives the same one. */
final class Certifier {
  static final List<Integer> SNR_DECIBELS = List.of(20, 10, 5, 0, -5, -10);
  static final List<Integer> OFFSET_MILLIS = List.of(-250, -100, -40, 0, 40, 100, 250);

  /** There are many conditions: fewer resamples of each than of what decides. */
  private static final int RESAMPLES = 200;

  private final FitSettings settings;
  private final List<LabelledWindow> heldOut;
  private final Noise noise;
  private final List<Set<Modality>> subsets;
  private final Judge judge;

  /**
   * @param train what the noise is in proportion to
   * @param heldOut windows of streams that the model has not seen, whole
   * @param subsets of the modalities, all of them last
   */
  Certifier(
      FitSettings settings,
      List<LabelledWindow> train,
      List<LabelledWindow> heldOut,
      List<Set<Modality>> subsets) {
    this.settings = settings;
    this.heldOut = heldOut;
    this.noise = new Noise(settings.shape(), train, settings.seed());
    this.subsets = subsets;
    this.judge = judge(heldOut);
  }

  private Judge judge(List<LabelledWindow> windows) {
    return new Judge(settings.task(), windows, new Bootstrap(RESAMPLES, settings.seed()));
  }

  Certificate of(FusionModel model) {
    List<Point> points = new ArrayList<>();
    Set<Modality> all = subsets.get(subsets.size() - 1);
    for (Set<Modality> visible : subsets) {
      List<Modality> gone = all.stream().filter(m -> !visible.contains(m)).toList();
      points.add(
          new Point(
              gone.isEmpty() ? Condition.CLEAN : Condition.MISSING,
              gone,
              0,
              0,
              judge.main(judge.answers(model, visible))));
    }
    for (Modality modality : all) {
      SNR_DECIBELS.forEach(snr -> points.add(noisy(model, modality, snr)));
    }
    all.stream().skip(1).forEach(modality -> points.addAll(shifted(model, modality)));
    return new Certificate(judge.mainLabel(), points);
  }

  private Point noisy(FusionModel model, Modality modality, int snr) {
    List<AlignedWindow> windows =
        noise.added(heldOut.stream().map(LabelledWindow::window).toList(), modality, snr);
    double power =
        windows.stream()
            .mapToDouble(window -> model.inputPower(window).getOrDefault(modality, 0.0))
            .average()
            .orElse(0);
    Metric score = judge.main(judge.answers(model, windows));
    return new Point(Condition.NOISE, List.of(modality), snr, power, score);
  }

  /** None where no window has neighbours. */
  private List<Point> shifted(FusionModel model, Modality modality) {
    ClockShift shift = new ClockShift(heldOut, modality, settings.shape().plan());
    List<Point> points = new ArrayList<>();
    if (shift.windows().isEmpty()) {
      return points;
    }
    Judge own = judge(shift.windows());
    for (int millis : OFFSET_MILLIS) {
      shift
          .by(millis * 1000L)
          .map(windows -> own.main(own.answers(model, windows)))
          .map(score -> new Point(Condition.OFFSET, List.of(modality), millis, 0, score))
          .ifPresent(points::add);
    }
    return points;
  }
}
