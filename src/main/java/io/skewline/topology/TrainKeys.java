// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.learn.sweep.SweepSettings;
import io.skewline.network.DependencyOptions;
import io.skewline.train.LabelRule;
import java.time.Duration;
import java.util.List;

/** The keys of {@code train}. */
final class TrainKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> LABELS_TOPIC =
      LIST.required("train.labels", Kinds.topic(), "topic of the labels");
  static final Key<String> EXAMPLES =
      LIST.required("train.examples", Kinds.topic(), "topic of the labelled windows");
  static final Key<Duration> HORIZON =
      LIST.of(
          "train.horizon",
          "10m",
          Kinds.duration("1s", "7d"),
          "event time that windows and labels wait for each other");
  static final Key<Double> OVERLAP =
      LIST.of(
          "train.minOverlap",
          "0.5",
          Kinds.number("(0, 1]"),
          "share of a window that its label covers");
  static final Key<String> LABEL_RULE =
      LIST.of(
          "train.labelRule",
          "majority",
          Kinds.choice(LabelRule.labels()),
          "labels that must agree: those that cover minOverlap, or all that share time with it");
  static final Key<Integer> FIRST =
      LIST.of(
          "train.firstRound", "200", Kinds.integer(2, 10_000_000), "examples before the first fit");
  static final Key<Integer> EVERY =
      LIST.of("train.roundEvery", "200", Kinds.integer(1, 10_000_000), "new examples between fits");
  static final Key<Integer> MAX_EXAMPLES =
      LIST.of(
          "train.maxExamples",
          "50000",
          Kinds.integer(2, 10_000_000),
          "examples that are kept to learn from, balanced by class; at least firstRound");
  static final Key<Long> MEMORY =
      LIST.of(
          "train.memory",
          "500MB",
          Kinds.bytes("1MB", "1TB"),
          "bytes of the examples that are kept");
  static final Key<Duration> INTERVAL =
      LIST.optional(
          "train.roundInterval",
          Kinds.duration("1s", "30d"),
          "a fit after so long, if there are new examples; none: by number alone");
  static final Key<String> DRIFT =
      LIST.of(
          "train.drift",
          "adwin",
          Kinds.choice("adwin", "none"),
          "what notices that the active model has become worse; a fit follows at once");
  static final Key<Double> DRIFT_DELTA =
      LIST.of(
          "train.driftDelta",
          "0.002",
          Kinds.number("(0, 1)"),
          "adwin: probability of seeing a change where there is none");
  static final Key<Boolean> DETERMINISTIC =
      LIST.of(
          "train.deterministic",
          "false",
          Kinds.bool(),
          "fits by number alone, one partition of examples, no trial, no rollback: the same examples,"
              + " the same bundles");
  static final Key<String> CHECKPOINT =
      LIST.optional(
          "train.checkpoint",
          Kinds.matching(".+"),
          "directory of the learner's checkpoint; none: NAME-train-learner in kafka.state.dir");
  static final Key<Double> HELD_OUT =
      LIST.of(
          "train.heldOut",
          "0.25",
          Kinds.number("(0, 1)"),
          "share of the streams that are evaluated on, never trained on");
  static final Key<Double> GATE_CONFIDENCE =
      LIST.of(
          "train.gate.confidence",
          "0.95",
          Kinds.number("[0.5, 0.99]"),
          "how sure it must be that a challenger's loss is lower than the active model's, one-sided");
  static final Key<Double> GATE_CALIBRATION =
      LIST.of(
          "train.gate.maxCalibrationDrop",
          "0.05",
          Kinds.number("[0, 1]"),
          "what its calibration error may be above the active model's; regression: its coverage"
              + " further below the promise");
  static final Key<Double> GATE_MISSING =
      LIST.of(
          "train.gate.maxMissingDrop",
          "0.05",
          Kinds.number("[0, 1]"),
          "what its accuracy may be below the active model's for any subset of the modalities");
  static final Key<Integer> EPOCHS =
      LIST.of(
          "train.epochs",
          "60",
          Kinds.integer(1, 100_000),
          "passes over the training part at the most");
  static final Key<Integer> TRAIN_BATCH =
      LIST.of("train.batchSize", "64", Kinds.integer(1, 65_536), "windows per step of fitting");
  static final Key<Double> RATE =
      LIST.of("train.learningRate", "0.001", Kinds.number("(0, 1]"), "step size of Adam");
  static final Key<Double> DROPOUT =
      LIST.of(
          "train.modalityDropout",
          "0.2",
          Kinds.number("[0, 1)"),
          "probability that a training window loses a modality");
  static final Key<Integer> PLAN_BUDGET =
      LIST.of(
          "train.planBudget",
          "40",
          Kinds.integer(SweepSettings.leastBudget(SweepSettings.SEEDS), 1_000_000),
          "fits of each choice with fusion.plan: auto");
  static final Key<Integer> PLAN_ROUNDS =
      LIST.of(
          "train.planRounds",
          "10",
          Kinds.integer(1, 1_000_000),
          "rounds from one choice to the next with fusion.plan: auto");
  static final Key<String> OBJECTIVE =
      LIST.of(
          "train.objective",
          "none",
          Kinds.choice(DependencyOptions.Objective.labels().toArray(String[]::new)),
          "what is learned besides the task: that the modalities depend on each other");
  static final Key<Double> OBJECTIVE_WEIGHT =
      LIST.of(
          "train.objectiveWeight",
          "0.1",
          Kinds.number("[0, 1000]"),
          "lambda of kl, f and wasserstein: loss = task - lambda * dependency");
  static final Key<Integer> INNER_STEPS =
      LIST.of(
          "train.innerSteps",
          "3",
          Kinds.integer(1, 100),
          "steps of the statistic network before each of the fusion network");
  static final Key<Integer> WARM_UP =
      LIST.of(
          "train.warmUp", "3", Kinds.integer(0, 10_000), "epochs over which lambda grows from 0");
  static final Key<Double> CLAMP =
      LIST.of(
          "train.clamp",
          "10",
          Kinds.number("(0, 1000]"),
          "kl and f: the statistic is cut to +-clamp under the exponential");
  static final Key<Integer> SHADOW_LABELS =
      LIST.of(
          "train.shadowLabels",
          "0",
          Kinds.integer(0, 10_000_000),
          "labelled windows that what passed the gate scores beside the active model before it is"
              + " promoted or withdrawn; 0 makes it active at once");
  static final Key<Long> SEED = LIST.of("train.seed", "7", Kinds.seed(), "of every random choice");

  static final List<Key<?>> ALL = LIST.all();

  private TrainKeys() {}
}
