// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.sweep.PlanCost;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.LinearModel;
import io.skewline.network.SsfnShape;
import io.skewline.network.SsfnTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One round: split, fit the fused model and its baselines on the same examples, evaluate all on the
 * same reported windows, hold it against the active model at the gate: on windows that hold what
 * the plans of both read. What passes gets its certificate. The same examples and settings give the
 * same bundle. One thread.
 */
public final class TrainingRound {
  private final FitSettings settings;
  private final GateSettings gate;
  private final GateSplit split;

  /** Of the gate's windows those that every model to be compared sees whole. */
  private final List<LabelledWindow> gated;

  /** Of those. */
  private final Judge gateJudge;

  /** Of the gate's windows as they came, modalities missing: as the models will meet them. */
  private final Judge liveJudge;

  /** Likewise of the reported ones. */
  private final Judge judge;

  private TrainingRound(
      FitSettings settings,
      GateSettings gate,
      RoundExamples examples,
      Optional<FusionPlan> active) {
    this.settings = settings;
    this.gate = gate;
    FusionPlan plan = settings.shape().plan();
    this.split =
        GateSplit.of(
            examples.only(some -> CarriedLayers.seen(some, plan, modalities())),
            settings.heldOut(),
            settings.seed());
    this.gated = whole(split.gate(), active);
    this.gateJudge = new Judge(settings.task(), gated, settings.seed());
    this.liveJudge = new Judge(settings.task(), asTheyCame(split.gate(), active), settings.seed());
    this.judge =
        split.reported().equals(split.gate())
            ? gateJudge
            : new Judge(settings.task(), whole(split.reported(), active), settings.seed());
  }

  private List<LabelledWindow> whole(List<LabelledWindow> windows, Optional<FusionPlan> active) {
    List<LabelledWindow> complete =
        CarriedLayers.seenWhole(windows, settings.shape().plan(), modalities());
    return active
        .map(plan -> CarriedLayers.seenWhole(complete, plan, modalities()))
        .orElse(complete);
  }

  private List<LabelledWindow> asTheyCame(
      List<LabelledWindow> windows, Optional<FusionPlan> active) {
    List<LabelledWindow> alike =
        CarriedLayers.seenAsTheyCame(windows, settings.shape().plan(), modalities());
    return active
        .map(plan -> CarriedLayers.seenAsTheyCame(alike, plan, modalities()))
        .orElse(alike);
  }

  /** With the gate's defaults, and no change among the examples. */
  public static RoundResult run(
      FitSettings settings,
      List<LabelledWindow> examples,
      long version,
      Optional<FusionModel> active) {
    return run(settings, GateSettings.DEFAULT, RoundExamples.of(examples), version, active);
  }

  /**
   * @param examples of at least three streams that are not marked {@code val}
   * @param version what the bundle is to be called
   * @param active the model to beat; stays the caller's
   * @throws TooFewException if a part of the split would be empty
   */
  public static RoundResult run(
      FitSettings settings,
      GateSettings gate,
      RoundExamples examples,
      long version,
      Optional<FusionModel> active) {
    TrainingRound round =
        new TrainingRound(settings, gate, examples, active.map(model -> model.manifest().plan()));
    round.requireParts(examples.size());
    return round.run(version, active);
  }

  /** Those that a plan may be chosen by: all but the gate's. */
  public static List<LabelledWindow> withoutGate(FitSettings settings, RoundExamples examples) {
    return GateSplit.withoutGate(examples, settings.heldOut(), settings.seed());
  }

  private void requireParts(int examples) {
    if (split.train().isEmpty()
        || split.validation().isEmpty()
        || gateJudge.size() == 0
        || judge.size() == 0) {
      throw new TooFewException(
          examples
              + " examples split into "
              + split.train().size()
              + " to train, "
              + split.validation().size()
              + " to validate, "
              + gateJudge.size()
              + " for the gate and "
              + judge.size()
              + " to report on that hold every layer of the plan and of the active model's: three"
              + " streams beside those marked val are needed, and where producers send only what the"
              + " active model reads, some that explore");
    }
  }

  private RoundResult run(long version, Optional<FusionModel> active) {
    SsfnTrainer.Trained trained = settings.trainer().fit(split.train(), split.validation());
    Map<String, Metric> metrics = new HashMap<>(scores(trained.model()));
    baselines(metrics);
    Gate.Decision decision =
        new Gate(gate, liveJudge, gateJudge)
            .decide(
                Contestant.of(trained.model(), liveJudge, gateJudge, subsets()),
                liveJudge.always(guess()),
                active.map(model -> Contestant.of(model, liveJudge, gateJudge, subsets())),
                active.map(this::cost).orElse(1.0));
    Bundle bundle =
        trained.bundle(
            version,
            active.map(FusionModel::hash).orElse(""),
            metrics,
            decision.better() ? certificate(trained.model()) : Certificate.NONE);
    return new RoundResult(
        bundle,
        new Evaluation(metrics),
        active.map(m -> new Evaluation(scores(m))),
        new ModelDecision(
            decision.better() ? Verdict.PROMOTED : Verdict.KEPT_BACK,
            ModelDecision.By.GATE,
            bundle.hash(),
            version,
            bundle.manifest().parentHash(),
            active.map(model -> model.manifest().version()).orElse(0L),
            decision.reason() + (split.byRank() ? "; few groups, split by rank" : ""),
            decision.numbers()));
  }

  private Certificate certificate(FusionModel model) {
    return new Certifier(settings, split.train(), gated, subsets()).of(model);
  }

  /** Of serving a window, as a share of what the active model costs. */
  private double cost(FusionModel active) {
    Map<Modality, Double> frames = new HashMap<>();
    for (Modality modality : modalities()) {
      frames.put(
          modality,
          gated.stream()
              .mapToInt(e -> e.window().present().get(modality).frames())
              .average()
              .orElse(1));
    }
    return PlanCost.of(settings.shape(), frames)
        .relativeTo(PlanCost.of(SsfnShape.of(active.manifest()), frames));
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
   * What one would say without looking: the training part's share of each class, each counted once
   * more than seen, or its mean value.
   */
  private float[] guess() {
    if (settings.task() instanceof Task.Classification task) {
      float[] shares = new float[task.labels().size()];
      Arrays.fill(shares, 1f / (split.train().size() + shares.length));
      for (LabelledWindow e : split.train()) {
        int label = task.labels().indexOf(((Label.ClassTarget) e.target()).name());
        shares[label] += 1f / (split.train().size() + shares.length);
      }
      return shares;
    }
    return new float[] {
      (float)
          split.train().stream()
              .mapToDouble(e -> ((Label.ValueTarget) e.target()).value())
              .average()
              .orElse(0)
    };
  }

  /** There are not enough examples for a round yet. */
  public static final class TooFewException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public TooFewException(String message) {
      super(message);
    }
  }
}
