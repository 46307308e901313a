// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.ClassMeasure;
import io.skewline.learn.measure.Facts;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.measure.ValueMeasure;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.PairedTest;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.network.LinearModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds answers on one fixed list of windows against what is true of them. */
final class Judge {
  private final Facts facts;
  private final List<AlignedWindow> windows;
  private final Bootstrap bootstrap;
  private final Measure main;
  private final Measure loss;
  private final Measure confidence;

  Judge(Task task, List<LabelledWindow> windows, long seed) {
    this(task, windows, new Bootstrap(seed));
  }

  Judge(Task task, List<LabelledWindow> windows, Bootstrap bootstrap) {
    this.facts = Facts.of(task, windows);
    this.windows = windows.stream().map(LabelledWindow::window).toList();
    this.bootstrap = bootstrap;
    boolean classes = task instanceof Task.Classification;
    this.main = classes ? ClassMeasure.ACCURACY : ValueMeasure.ACC2;
    this.loss = classes ? ClassMeasure.LOG_LOSS : ValueMeasure.MAE;
    this.confidence = classes ? ClassMeasure.CALIBRATION_ERROR : ValueMeasure.COVERAGE;
  }

  int size() {
    return windows.size();
  }

  /** Of a fused model that sees these modalities alone. */
  Answers answers(FusionModel model, Set<Modality> visible) {
    return Answers.of(facts, model.score(windows.stream().map(w -> w.only(visible)).toList()));
  }

  /** Of windows that take the place of the judge's own, in the same order. */
  Answers answers(FusionModel model, List<AlignedWindow> instead) {
    return Answers.of(facts, model.score(instead));
  }

  Answers answers(LinearModel model) {
    return new Answers(facts, model.scores(windows), new float[0]);
  }

  /** Of one who says the same of every window. */
  Answers always(float[] scores) {
    float[][] same = new float[windows.size()][];
    Arrays.fill(same, scores);
    return new Answers(facts, same, new float[0]);
  }

  /** Of the loss, upwards. */
  PairedTest lossGain(Answers challenger, Answers champion) {
    return bootstrap.gain(loss, challenger, champion);
  }

  /** Of accuracy (regression: of the sign), its mean over these. */
  PairedTest mainGain(List<Answers> challenger, List<Answers> champion) {
    return bootstrap.gainOfCurves(main, challenger, champion);
  }

  PairedTest calibrationGain(Answers challenger, Answers champion) {
    return bootstrap.gain(Miscalibration.of(facts.task()), challenger, champion);
  }

  Metric miscalibration(Answers answers) {
    return metric(Miscalibration.of(facts.task()), answers);
  }

  /** Accuracy, or for regression that of the sign. */
  Metric main(Answers answers) {
    return metric(main, answers);
  }

  String mainLabel() {
    return main.label();
  }

  /**
   * What decides between two models, lower is better: the mean log loss of the calibrated scores,
   * finer than accuracy and as honest about confidence; for regression the mean absolute error.
   */
  Metric loss(Answers answers) {
    return metric(loss, answers);
  }

  /** The main measure under the name itself, the others with their labels appended. */
  Map<String, Metric> metrics(String name, Answers answers) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    for (Measure measure : Measure.of(facts.task())) {
      Metric metric = metric(measure, answers);
      if (Double.isFinite(metric.value())) {
        metrics.put(measure == main ? name : name + "." + measure.label(), metric);
      }
    }
    return metrics;
  }

  /** The main measure, and whether the confidence holds. */
  Map<String, Metric> subsetMetrics(String name, Answers answers) {
    Map<String, Metric> metrics = metrics(name, answers);
    metrics.keySet().retainAll(Set.of(name, name + "." + confidence.label()));
    return metrics;
  }

  private Metric metric(Measure measure, Answers answers) {
    if (windows.isEmpty()) {
      return new Metric(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    Interval interval = bootstrap.of(measure, answers);
    return new Metric(interval.value(), interval.low(), interval.high(), windows.size());
  }
}
