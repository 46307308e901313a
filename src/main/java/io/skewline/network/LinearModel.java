// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A linear model on the standardised layers of some modalities, concatenated: softmax or least
 * squares, L2 by weight decay chosen on validation examples. The baseline that a fusion must beat,
 * and, for one modality, what that modality can do alone.
 */
public final class LinearModel {
  private static final double[] DECAYS = {0.001, 0.1, 1, 5};
  private static final int EPOCHS = 40;
  private static final int BATCH = 64;
  private static final double RATE = 0.003;

  private final Task task;
  private final List<ModalitySpec> modalities;
  private final Normaliser[] normalisers;
  private final SsfnWeights weights;
  private final Targets scale;

  private LinearModel(
      Task task,
      List<ModalitySpec> modalities,
      Normaliser[] normalisers,
      SsfnWeights weights,
      Targets scale) {
    this.task = task;
    this.modalities = modalities;
    this.normalisers = normalisers;
    this.weights = weights;
    this.scale = scale;
  }

  /** Fits on both lists with the L2 that did best on the second when fitted on the first. */
  public static LinearModel fit(
      Task task,
      List<ModalitySpec> modalities,
      List<LabelledWindow> train,
      List<LabelledWindow> validation,
      long seed) {
    double best = DECAYS[0];
    double bestLoss = Double.POSITIVE_INFINITY;
    for (double decay : DECAYS) {
      double loss = fit(task, modalities, train, decay, seed).loss(validation);
      if (loss < bestLoss) {
        bestLoss = loss;
        best = decay;
      }
    }
    List<LabelledWindow> all = new ArrayList<>(train);
    all.addAll(validation);
    return fit(task, modalities, all, best, seed);
  }

  private static LinearModel fit(
      Task task,
      List<ModalitySpec> modalities,
      List<LabelledWindow> train,
      double decay,
      long seed) {
    int outputs = task.outputs();
    int inputs = modalities.stream().mapToInt(s -> s.layers() * s.width()).sum();
    SsfnWeights weights = new SsfnWeights();
    weights.put("linear", new Matrix(inputs, outputs));
    weights.put("linear.bias", new Matrix(1, outputs));
    Targets targets =
        Targets.of(task, train.stream().map(LabelledWindow::target).toList()).scaled();
    LinearModel model =
        new LinearModel(task, modalities, fitNormalisers(modalities, train), weights, targets);
    model.descend(model.inputs(windows(train)), decay, new Random(seed));
    return model;
  }

  private void descend(Matrix inputs, double decay, Random random) {
    SsfnWeights gradients = weights.copy();
    Adam adam = new Adam(weights, gradients, decay);
    Matrix batch = new Matrix(BATCH, inputs.cols);
    Matrix outputs = new Matrix(BATCH, weights.get("linear").cols);
    int n = scale.values().length;
    for (int step = 0; step < EPOCHS * ((n + BATCH - 1) / BATCH); step++) {
      int[] rows = random.ints(Math.min(BATCH, n), 0, n).toArray();
      for (int r = 0; r < rows.length; r++) {
        batch.data.put(r * inputs.cols, inputs.data, rows[r] * inputs.cols, inputs.cols);
      }
      Matrix in = batch.top(rows.length);
      Matrix out = outputs.top(rows.length);
      forward(in, out);
      scale.lossAndGradient(out, rows, rows.length, 0);
      gradients.clear();
      Blas.gemmTransA(in, out, 0, gradients.get("linear"));
      Rows.addColumnSums(out, gradients.get("linear.bias"));
      adam.step(RATE * (1 - 0.9 * step / (EPOCHS * (n + BATCH - 1.0) / BATCH)));
    }
  }

  private void forward(Matrix in, Matrix out) {
    Blas.gemm(in, weights.get("linear"), 0, out);
    Rows.addBias(out, weights.get("linear.bias"));
  }

  private double loss(List<LabelledWindow> held) {
    Targets truth = Targets.of(task, held.stream().map(LabelledWindow::target).toList());
    Targets scaled = new Targets(task, truth.values(), scale.mean(), scale.deviation());
    Matrix outputs = outputs(windows(held));
    int[] rows = new int[held.size()];
    java.util.Arrays.setAll(rows, i -> i);
    return scaled.lossAndGradient(outputs, rows, rows.length, 0);
  }

  /** Per window one probability per class, or the value alone. */
  public float[][] scores(List<AlignedWindow> windows) {
    Matrix outputs = outputs(windows);
    if (task instanceof Task.Classification) {
      Rows.softmax(outputs, windows.size(), 1);
    }
    float[][] scores = new float[windows.size()][outputs.cols];
    for (int r = 0; r < scores.length; r++) {
      for (int c = 0; c < outputs.cols; c++) {
        scores[r][c] = (float) (outputs.get(r, c) * scale.deviation() + scale.mean());
      }
    }
    return scores;
  }

  private Matrix outputs(List<AlignedWindow> windows) {
    Matrix outputs = new Matrix(Math.max(1, windows.size()), weights.get("linear").cols);
    forward(inputs(windows), outputs);
    return outputs;
  }

  private static List<AlignedWindow> windows(List<LabelledWindow> examples) {
    return examples.stream().map(LabelledWindow::window).toList();
  }

  /** A missing modality or layer is the mean: zero after standardising. */
  private Matrix inputs(List<AlignedWindow> windows) {
    Matrix inputs = new Matrix(Math.max(1, windows.size()), weights.get("linear").rows);
    int column = 0;
    int slot = 0;
    for (ModalitySpec spec : modalities) {
      Matrix vector = new Matrix(1, spec.width());
      for (int layer = 1; layer <= spec.layers(); layer++, slot++, column += spec.width()) {
        for (int r = 0; r < windows.size(); r++) {
          if (has(windows.get(r), spec, layer)) {
            normalisers[slot].apply(vector(windows.get(r), spec, layer), vector, 0);
            inputs.data.put(r * inputs.cols + column, vector.data, 0, spec.width());
          }
        }
      }
    }
    return inputs;
  }

  /** Per modality and layer. */
  static Normaliser[] fitNormalisers(List<ModalitySpec> modalities, List<LabelledWindow> train) {
    List<Normaliser> normalisers = new ArrayList<>();
    for (ModalitySpec spec : modalities) {
      for (int layer = 1; layer <= spec.layers(); layer++) {
        List<float[]> vectors = new ArrayList<>();
        for (LabelledWindow example : train) {
          if (has(example.window(), spec, layer)) {
            vectors.add(vector(example.window(), spec, layer));
          }
        }
        normalisers.add(Normaliser.fit(vectors, spec.width()));
      }
    }
    return normalisers.toArray(Normaliser[]::new);
  }

  static boolean has(AlignedWindow window, ModalitySpec spec, int layer) {
    return window.has(spec.modality()) && window.present().get(spec.modality()).layers().has(layer);
  }

  static float[] vector(AlignedWindow window, ModalitySpec spec, int layer) {
    return window.present().get(spec.modality()).layers().layer(layer);
  }
}
