// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.ssfn.Source;
import java.util.List;
import java.util.Random;

/**
 * Fits the baselines on the full layer stacks of some modalities: multinomial logistic regression
 * or ridge regression, and a network with one hidden layer. The ridge, and how long to go on, are
 * chosen on the validation part.
 */
public final class DenseFit {
  private static final double[] RIDGES = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001};
  private static final double[] HIDDEN_RIDGES = {0.1, 0.03, 0.01};
  private static final int HIDDEN = 64;
  private static final int STEPS = 10;
  private static final int ROUNDS = 5;
  private static final double SELECTION_PRECISION = 0.02;

  private final Task task;
  private final DenseInputs inputs;
  private final List<Example> validation;
  private final TargetScale scale;
  private final float[] rows;
  private final float[] validationRows;
  private final float[] targets;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private DenseModel best;

  private DenseFit(Task task, List<Source> sources, List<Example> train, List<Example> validation) {
    if (train.isEmpty() || validation.isEmpty()) {
      throw new IllegalArgumentException(
          "fitting needs examples: train " + train.size() + ", validation " + validation.size());
    }
    this.task = task;
    this.validation = validation;
    scale = task instanceof Task.Regression ? TargetScale.fit(train) : TargetScale.NONE;
    inputs = new DenseInputs(sources, train);
    rows = inputs.rows(train);
    validationRows = inputs.rows(validation);
    targets = new float[train.size()];
    List<Example> scaled = scale.standardised(train);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) scaled.get(i).target();
    }
    best = new DenseModel(inputs, 0, outputs(), new double[(inputs.width + 1) * outputs()], scale);
  }

  /** A linear model over all layers of all the modalities. */
  public static DenseModel linear(
      Task task, List<ModalitySpec> modalities, List<Example> train, List<Example> validation) {
    return linearOver(task, DenseInputs.stacks(modalities, train.size()), train, validation);
  }

  /** A linear model over some layers. */
  static DenseModel linearOver(
      Task task, List<Source> sources, List<Example> train, List<Example> validation) {
    DenseFit fit = new DenseFit(task, sources, train, validation);
    fit.follow(0, RIDGES, 0);
    return fit.best;
  }

  /** The better, on the validation part, of a linear model and one with a hidden layer. */
  public static DenseModel linearOrHidden(
      Task task,
      List<ModalitySpec> modalities,
      List<Example> train,
      List<Example> validation,
      long seed) {
    List<Source> sources = DenseInputs.stacks(modalities, train.size());
    DenseFit fit = new DenseFit(task, sources, train, validation);
    fit.follow(0, RIDGES, seed);
    fit.follow(HIDDEN, HIDDEN_RIDGES, seed);
    return fit.best;
  }

  private int outputs() {
    return task instanceof Task.Classification c ? c.labels().size() : 1;
  }

  /**
   * From the strongest ridge to the weakest, each starting where the last one ended, until two in a
   * row have not helped.
   */
  private void follow(int hidden, double[] ridges, long seed) {
    boolean classifies = task instanceof Task.Classification;
    try (DenseObjective objective =
        new DenseObjective(rows, targets, hidden, outputs(), classifies)) {
      double[] point = start(hidden, objective.parameters(), seed);
      int inVain = 0;
      for (int r = 0; r < ridges.length && inVain < 2; r++) {
        double before = bestLoss;
        objective.ridge(ridges[r]);
        Lbfgs lbfgs = new Lbfgs(objective, point);
        for (int round = 0; round < ROUNDS && !lbfgs.done(); round++) {
          lbfgs.iterate(STEPS);
          compare(hidden, lbfgs.point());
        }
        point = lbfgs.point();
        inVain = bestLoss < before ? 0 : inVain + 1;
      }
    }
  }

  private double[] start(int hidden, int size, long seed) {
    double[] start = new double[size];
    Random random = new Random(seed);
    double spread = Math.sqrt(1.0 / inputs.width);
    for (int i = 0; hidden > 0 && i < size; i++) {
      boolean first = i < inputs.width * hidden;
      start[i] = random.nextGaussian() * (first ? spread : 0.1);
    }
    return start;
  }

  private void compare(int hidden, double[] point) {
    DenseModel model = new DenseModel(inputs, hidden, outputs(), point.clone(), scale);
    double loss = validationLoss(model);
    if (loss < bestLoss) {
      bestLoss = loss;
      best = model;
    }
  }

  /** Absolute error, or the log loss that calibration would leave. */
  private double validationLoss(DenseModel model) {
    float[] all = new float[validation.size() * outputs()];
    int[] truth = new int[validation.size()];
    double errors = 0;
    for (int i = 0; i < truth.length; i++) {
      double[] outputs = model.outputs(validationRows, i * inputs.width);
      for (int c = 0; c < outputs.length; c++) {
        all[i * outputs.length + c] = (float) outputs[c];
      }
      truth[i] = (int) validation.get(i).target();
      errors += Math.abs(outputs[0] - validation.get(i).target());
    }
    return task instanceof Task.Classification
        ? Temperature.fit(all, truth, SELECTION_PRECISION).loss()
        : errors / truth.length;
  }
}
