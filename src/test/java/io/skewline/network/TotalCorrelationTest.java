// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.network.Batches.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Its gradient against finite differences of the formula, on windows that are mixed by hand. */
class TotalCorrelationTest {
  private static final SsfnShape SHAPE =
      Examples.shape(Examples.YES_NO, SsfnShape.Block.CO_ATTENTION);
  private static final List<LabelledWindow> EXAMPLES = Examples.exclusiveOr(20, 0.3, 4);
  private static final List<AlignedWindow> WINDOWS = Examples.windows(EXAMPLES);
  private static final Normaliser[] NORMALISERS = WindowTable.fitNormalisers(SHAPE, WINDOWS);

  /** Without labels, too: then every window is of the one class that there is. */
  private static final Task.Clustering UNLABELLED = new Task.Clustering(1);

  static List<Task> tasks() {
    return List.of(Examples.YES_NO, UNLABELLED);
  }

  private static Targets targets(Task task) {
    return Targets.of(task, EXAMPLES.stream().map(LabelledWindow::target).toList());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void shouldEqualFiniteDifferences(Task task) {
    SsfnShape shape = SHAPE.with(task);
    WindowTable table = new WindowTable(SHAPE, NORMALISERS, WINDOWS);
    WindowTable mixed = new WindowTable(SHAPE, NORMALISERS, mixed(table.sessions));
    SsfnWeights weights = SsfnWeights.random(shape, 5);
    SsfnWeights gradients = SsfnWeights.zeros(shape);
    int n = table.rows;
    int[] rows = new int[n];
    Arrays.setAll(rows, i -> i);
    float[] keep = new float[n * SHAPE.width()];
    Arrays.fill(keep, 1);
    TotalCorrelation objective =
        new TotalCorrelation(
            shape,
            new SsfnGraph(shape, weights, gradients, n),
            new SsfnGraph(shape, weights, gradients, n),
            targets(task),
            n,
            new Random(9));
    objective.step(new Batch(rows, table.all(), keep, table.sessions), 0);

    Random random = new Random(2);
    for (Map.Entry<String, Matrix> tensor : weights.all().entrySet()) {
      int at = random.nextInt(tensor.getValue().size());
      float before = tensor.getValue().data.get(at);
      tensor.getValue().data.put(at, before + 1e-3f);
      double up = loss(shape, weights, table, mixed, objective.prior());
      tensor.getValue().data.put(at, before - 1e-3f);
      double down = loss(shape, weights, table, mixed, objective.prior());
      tensor.getValue().data.put(at, before);
      assertThat((double) gradients.get(tensor.getKey()).data.get(at))
          .as(tensor.getKey())
          .isCloseTo((up - down) / 2e-3, within(1e-3));
    }
  }

  @Test
  void shouldTellWhatItIsWithoutLabels() {
    SsfnShape shape = SHAPE.with(UNLABELLED);
    WindowTable table = new WindowTable(SHAPE, NORMALISERS, WINDOWS);
    WindowTable mixed = new WindowTable(SHAPE, NORMALISERS, mixed(table.sessions));
    SsfnWeights weights = SsfnWeights.random(shape, 5);
    SsfnGraph graph = SsfnGraph.forward(shape, weights, table.rows);
    double value =
        new TotalCorrelation(shape, graph, graph, targets(UNLABELLED), table.rows, new Random(9))
            .value(table.all(), table.sessions);
    assertThat(value).isCloseTo(-loss(shape, weights, table, mixed, new float[1]), within(1e-6));
    assertThat(value).as("these weights tell something").isNotCloseTo(0, within(1e-3));
  }

  private static double loss(
      SsfnShape shape,
      SsfnWeights weights,
      WindowTable table,
      WindowTable mixed,
      float[] logPrior) {
    SsfnGraph graph = new SsfnGraph(shape, weights, SsfnWeights.zeros(shape), table.rows);
    Matrix scores = graph.forward(table.all());
    double joint = 0;
    for (int r = 0; r < table.rows; r++) {
      joint += scores.get(r, (int) targets(shape.task()).values()[r]) / table.rows;
    }
    Matrix others = graph.forward(mixed.all());
    double product = 0;
    for (int r = 0; r < mixed.rows; r++) {
      for (int c = 0; c < others.cols; c++) {
        product += Math.exp(others.get(r, c) + logPrior[c]) / mixed.rows;
      }
    }
    return Math.log(product) - joint;
  }

  /** The objective's first draw, made once more. */
  private static List<AlignedWindow> mixed(int[] sessions) {
    int[][] from = Derangement.draw(sessions, 2, new Random(9)).orElseThrow();
    List<AlignedWindow> mixed = new ArrayList<>();
    for (int r = 0; r < sessions.length; r++) {
      Map<Modality, PooledModality> present = new HashMap<>();
      put(present, Examples.AUDIO, WINDOWS.get(from[0][r]));
      put(present, Examples.VIDEO, WINDOWS.get(from[1][r]));
      mixed.add(new AlignedWindow(WINDOWS.get(r).id(), "", present));
    }
    return mixed;
  }

  private static void put(
      Map<Modality, PooledModality> to, Modality modality, AlignedWindow window) {
    if (window.has(modality)) {
      to.put(modality, window.present().get(modality));
    }
  }
}
