// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionModel;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.bundle.BundleWriter;
import io.skewline.network.fit.Example;
import io.skewline.network.fit.FitOptions;
import io.skewline.network.fit.SsfnFit;
import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.SsfnEngine;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.TensorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of learning: split, fit, evaluate beside the baselines, compare with the active model.
 * Deterministic: the same settings and examples give the same bundle, bit for bit. Holds no state;
 * a round runs on the caller's thread alone.
 */
public final class Learner {
  private static final Logger LOG = LoggerFactory.getLogger(Learner.class);

  /**
   * @param examples those whose label does not belong to the task are left out, with a warning
   * @param version of the bundle that comes out
   * @param active the model that serves now; only scored with, not closed
   * @throws IllegalArgumentException if the settings do not make a network, or if the examples
   *     cannot be split into a part to fit on and a part to report on
   */
  public RoundResult run(
      FitSettings settings,
      List<LabelledWindow> examples,
      long version,
      Optional<FusionModel> active) {
    SsfnSpec spec =
        new SsfnSpec(
            settings.task(),
            settings.modalities(),
            settings.plan(),
            Block.of(settings.block()),
            settings.width());
    Split split = Split.of(usable(settings, examples), settings.heldOut(), settings.seed());
    List<Example> train = Examples.of(settings.task(), split.train());
    List<Example> validation = Examples.of(settings.task(), split.validation());
    Reported reported = reported(settings, split.reported());
    TensorSet tensors = SsfnFit.fit(spec, options(settings), train, validation);
    Baselines baselines = new Baselines(settings, train, validation);
    String parent = active.map(FusionModel::hash).orElse("");
    Map<String, Metric> metrics = new TreeMap<>(baselines.metrics(reported));
    try (SsfnEngine fused =
        new SsfnEngine(manifest(settings, version, parent, Map.of()), "", tensors)) {
      metrics.putAll(bySubset(spec, fused, reported));
      double[] answers = Answers.of(fused, reported.windows(), settings.task());
      metrics.putAll(reported.metrics("fused", answers));
      Gate gate = new Gate(settings, reported);
      Bundle bundle = BundleWriter.write(manifest(settings, version, parent, metrics), tensors);
      Evaluation evaluation =
          new Evaluation(metrics, train.size(), validation.size(), reported.size());
      return gate.compare(bundle, evaluation, answers, active, baselines.constant(reported));
    }
  }

  private static List<LabelledWindow> usable(FitSettings settings, List<LabelledWindow> examples) {
    List<LabelledWindow> usable =
        examples.stream()
            .filter(example -> Examples.target(settings.task(), example.target()).isPresent())
            .toList();
    if (usable.size() < examples.size()) {
      LOG.warn(
          "left out {} of {} examples whose label does not belong to {}",
          examples.size() - usable.size(),
          examples.size(),
          settings.task());
    }
    return usable;
  }

  private static Reported reported(FitSettings settings, List<LabelledWindow> windows) {
    List<Example> all = Examples.of(settings.task(), windows);
    List<Modality> modalities = settings.modalities().stream().map(ModalitySpec::modality).toList();
    List<Example> complete = Examples.holding(modalities, all);
    if (complete.isEmpty()) {
      LOG.warn(
          "none of {} reported windows holds all of {}: all are reported", all.size(), modalities);
    }
    return new Reported(settings.task(), complete.isEmpty() ? all : complete, settings.seed());
  }

  private static FitOptions options(FitSettings settings) {
    return new FitOptions(
        settings.epochs(),
        settings.batchSize(),
        settings.learningRate(),
        settings.modalityDropout(),
        settings.seed());
  }

  private static BundleManifest manifest(
      FitSettings settings, long version, String parent, Map<String, Metric> metrics) {
    return new BundleManifest(
        version,
        parent,
        settings.task(),
        settings.modalities(),
        settings.plan(),
        settings.block(),
        settings.width(),
        metrics);
  }

  /** The fused model on the same windows, once for every subset of the modalities it fuses. */
  private static Map<String, Metric> bySubset(SsfnSpec spec, FusionModel fused, Reported reported) {
    Map<String, Metric> metrics = new TreeMap<>();
    for (int subset = 1; subset < spec.subsets(); subset++) {
      if ((subset & ~spec.fullSubset()) == 0) {
        List<Modality> kept = modalities(spec, subset);
        List<AlignedWindow> masked =
            reported.windows().stream().map(window -> Examples.only(kept, window)).toList();
        String name = "subset." + String.join("+", kept.stream().map(Modality::name).toList());
        metrics.putAll(reported.metrics(name, Answers.of(fused, masked, spec.task())));
      }
    }
    return metrics;
  }

  private static List<Modality> modalities(SsfnSpec spec, int subset) {
    List<Modality> modalities = new ArrayList<>();
    for (int m = 0; m < spec.modalities().size(); m++) {
      if ((subset >> m & 1) == 1) {
        modalities.add(spec.modalities().get(m).modality());
      }
    }
    return modalities;
  }
}
