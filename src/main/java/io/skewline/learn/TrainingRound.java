// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.LinearModel;
import io.skewline.network.SsfnTrainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One round: split, fit the fused model and its baselines on the same examples, evaluate all on the
 * same reported windows, compare with the active model: on windows that hold what the plans of both
 * read. The same examples and settings give the same bundle. One thread.
 */
public final class TrainingRound {
  private final FitSettings settings;
  private final Split split;

  /** Of the reported windows those that every model to be compared sees whole. */
  private final List<LabelledWindow> judged;

  private final Judge judge;

  private TrainingRound(
      FitSettings settings, List<LabelledWindow> examples, Optional<FusionPlan> active) {
    this.settings = settings;
    FusionPlan plan = settings.shape().plan();
    this.split =
        Split.of(
            CarriedLayers.seen(examples, plan, modalities()), settings.heldOut(), settings.seed());
    List<LabelledWindow> complete = CarriedLayers.seenWhole(split.reported(), plan, modalities());
    if (active.isPresent()) {
      complete = CarriedLayers.seenWhole(complete, active.get(), modalities());
    }
    this.judged = complete;
    this.judge = new Judge(settings.task(), judged, settings.seed());
  }

  /**
   * @param examples of at least three streams or groups
   * @param version what the bundle is to be called
   * @param active the model to beat; stays the caller's
   * @throws TooFewException if a part of the split would be empty
   */
  public static RoundResult run(
      FitSettings settings,
      List<LabelledWindow> examples,
      long version,
      Optional<FusionModel> active) {
    TrainingRound round =
        new TrainingRound(settings, examples, active.map(model -> model.manifest().plan()));
    round.requireParts(examples.size());
    return round.run(version, active);
  }

  private void requireParts(int examples) {
    if (split.train().isEmpty() || split.validation().isEmpty() || judge.size() == 0) {
      throw new TooFewException(
          examples
              + " examples split into "
              + split.train().size()
              + " to train, "
              + split.validation().size()
              + " to validate, "
              + judge.size()
              + " to report on that hold every layer of the plan and of the active model's: three"
              + " streams or groups are needed, and where producers send only what the active model"
              + " reads, some that explore");
    }
  }

  private RoundResult run(long version, Optional<FusionModel> active) {
    SsfnTrainer.Trained trained = settings.trainer().fit(split.train(), split.validation());
    Map<String, Metric> metrics = new HashMap<>(scores(trained.model()));
    Judge validation = new Judge(settings.task(), split.validation(), settings.seed());
    metrics.put(
        Evaluation.VALIDATION,
        validation.loss(validation.answers(trained.firstModel(), modalities())));
    baselines(metrics);
    Optional<Evaluation> activeScores = active.map(m -> new Evaluation(scores(m)));
    Gate gate = new Gate(split.marked());
    Gate.Decision decision =
        gate.decide(metrics, activeScores, active.map(FusionModel::manifest), chance());
    return new RoundResult(
        trained.bundle(version, active.map(FusionModel::hash).orElse(""), metrics),
        new Evaluation(metrics),
        activeScores,
        decision.better(),
        decision.reason());
  }

  /** All that is reported of a fused model. */
  private Map<String, Metric> scores(FusionModel model) {
    Map<String, Metric> metrics = new HashMap<>();
    Answers answers = judge.answers(model, modalities());
    metrics.putAll(judge.metrics(Evaluation.FUSED, answers));
    metrics.put(Evaluation.LOSS, judge.loss(answers));
    for (Set<Modality> visible : subsets()) {
      String name = visible.stream().map(Modality::name).collect(Collectors.joining("+"));
      metrics.putAll(judge.subsetMetrics(Evaluation.SUBSET + name, judge.answers(model, visible)));
    }
    return metrics;
  }

  private Set<Modality> modalities() {
    return settings.modalities().stream()
        .map(ModalitySpec::modality)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** All but the empty one. */
  private List<Set<Modality>> subsets() {
    List<Modality> all = new ArrayList<>(modalities());
    List<Set<Modality>> subsets = new ArrayList<>();
    for (int bits = 1; bits < 1 << all.size(); bits++) {
      Set<Modality> visible = new LinkedHashSet<>();
      for (int m = 0; m < all.size(); m++) {
        if ((bits >> m & 1) == 1) {
          visible.add(all.get(m));
        }
      }
      subsets.add(visible);
    }
    return subsets;
  }

  private void baselines(Map<String, Metric> metrics) {
    metrics.putAll(baseline(Evaluation.LINEAR, settings.modalities()));
    for (ModalitySpec spec : settings.modalities()) {
      metrics.putAll(baseline(spec.modality().name(), List.of(spec)));
    }
  }

  private Map<String, Metric> baseline(String name, List<ModalitySpec> specs) {
    Set<Modality> wanted = specs.stream().map(ModalitySpec::modality).collect(Collectors.toSet());
    LinearModel model =
        LinearModel.fit(
            settings.task(),
            specs,
            Split.having(split.train(), wanted),
            Split.having(split.validation(), wanted),
            settings.seed());
    return judge.metrics(name, judge.answers(model));
  }

  /**
   * The loss of guessing all classes alike, or the training part's mean value: over the windows
   * whose loss the gate looks at.
   */
  private double chance() {
    if (settings.task() instanceof Task.Classification task) {
      return Math.log(task.labels().size());
    }
    double mean = split.train().stream().mapToDouble(TrainingRound::value).average().orElse(0);
    return (split.marked() ? split.validation() : judged)
        .stream()
            .mapToDouble(e -> Math.abs(value(e) - mean))
            .average()
            .orElse(Double.POSITIVE_INFINITY);
  }

  private static double value(LabelledWindow example) {
    return ((Label.ValueTarget) example.target()).value();
  }

  /** There are not enough examples for a round yet. */
  public static final class TooFewException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public TooFewException(String message) {
      super(message);
    }
  }
}
