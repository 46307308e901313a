// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Task;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Explicit gradients against central finite differences, tensor by tensor. */
class GradientTest {
  private static final double STEP = 1e-3;

  static Stream<Arguments> cases() {
    return Stream.of(SsfnShape.Block.values())
        .flatMap(
            block ->
                Stream.of(SsfnShape.Combine.values())
                    .flatMap(
                        combine ->
                            Stream.of(Examples.YES_NO, new Task.Regression())
                                .map(task -> Arguments.of(block, combine, task))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldEqualFiniteDifferences(SsfnShape.Block block, SsfnShape.Combine combine, Task task) {
    SsfnShape shape = Examples.shape(task, block, combine);
    List<LabelledWindow> examples = Examples.exclusiveOr(12, 0.4, 3);
    var windows = Examples.windows(examples);
    WindowTable table = new WindowTable(shape, WindowTable.fitNormalisers(shape, windows), windows);
    Targets targets = targets(task, examples);
    SsfnWeights weights = SsfnWeights.random(shape, 5);
    jitter(weights, new Random(6));
    SsfnWeights gradients = SsfnWeights.zeros(shape);
    SsfnGraph graph = new SsfnGraph(shape, weights, gradients, table.rows);
    int[] rows = new int[table.rows];
    java.util.Arrays.setAll(rows, i -> i);

    Matrix outputs = graph.forward(table.all());
    targets.lossAndGradient(outputs, rows, rows.length, 0);
    graph.backward(outputs, null);

    for (Map.Entry<String, Matrix> tensor : weights.all().entrySet()) {
      Matrix gradient = gradients.get(tensor.getKey());
      double[] direction = new double[tensor.getValue().size()];
      Random random = new Random(tensor.getKey().hashCode());
      double expected = 0;
      for (int i = 0; i < direction.length; i++) {
        direction[i] = random.nextGaussian() / Math.sqrt(direction.length);
        expected += direction[i] * gradient.data.get(i);
      }
      double up = loss(graph, table, targets, rows, tensor.getValue(), direction, STEP);
      double down = loss(graph, table, targets, rows, tensor.getValue(), direction, -STEP);
      double measured = (up - down) / (2 * STEP * rows.length);
      assertThat(measured)
          .as(tensor.getKey())
          .isCloseTo(
              expected,
              org.assertj.core.data.Offset.offset(2e-3 * Math.max(0.1, Math.abs(expected)) + 2e-4));
    }
  }

  /** What is measured on the modalities' means goes back through their projections. */
  @ParameterizedTest
  @EnumSource(SsfnShape.Block.class)
  void shouldPassOnWhatIsMeasuredOnTheMeans(SsfnShape.Block block) {
    SsfnShape shape = Examples.shape(Examples.YES_NO, block);
    var windows = Examples.windows(Examples.exclusiveOr(12, 0.4, 3));
    WindowTable table = new WindowTable(shape, WindowTable.fitNormalisers(shape, windows), windows);
    SsfnWeights weights = SsfnWeights.random(shape, 5);
    SsfnWeights gradients = SsfnWeights.zeros(shape);
    SsfnGraph graph = new SsfnGraph(shape, weights, gradients, table.rows);
    Matrix none = graph.forward(table.all());
    none.fill(0);
    Matrix[] factors = graph.meansGradients();
    for (Matrix factor : factors) {
      jitter(factor, new Random(7));
    }
    graph.backward(none, null, factors);

    for (String name : weights.all().keySet()) {
      Matrix tensor = weights.get(name);
      int at = new Random(1).nextInt(tensor.size());
      float before = tensor.data.get(at);
      tensor.data.put(at, (float) (before + STEP));
      double up = product(graph, table, factors);
      tensor.data.put(at, (float) (before - STEP));
      double down = product(graph, table, factors);
      tensor.data.put(at, before);
      assertThat((double) gradients.get(name).data.get(at))
          .as(name)
          .isCloseTo((up - down) / (2 * STEP), org.assertj.core.data.Offset.offset(2e-3));
    }
  }

  private static double product(SsfnGraph graph, WindowTable table, Matrix[] factors) {
    graph.forward(table.all());
    Matrix[] means = graph.modalityMeans();
    double sum = 0;
    for (int m = 0; m < means.length; m++) {
      for (int i = 0; i < means[m].size(); i++) {
        sum += (double) means[m].data.get(i) * factors[m].data.get(i);
      }
    }
    return sum;
  }

  private static Targets targets(Task task, List<LabelledWindow> examples) {
    List<Label.Target> truth =
        examples.stream()
            .map(
                e ->
                    task instanceof Task.Regression
                        ? new Label.ValueTarget(e.window().id().startMicros() / 5000.0)
                        : e.target())
            .toList();
    return Targets.of(task, truth).scaled();
  }

  /** Biases and shifts begin at zero and gains at one, where an error could hide. */
  private static void jitter(SsfnWeights weights, Random random) {
    weights.all().values().forEach(matrix -> jitter(matrix, random));
  }

  private static void jitter(Matrix matrix, Random random) {
    for (int i = 0; i < matrix.size(); i++) {
      matrix.data.put(i, matrix.data.get(i) + (float) (0.1 * random.nextGaussian()));
    }
  }

  private static double loss(
      SsfnGraph graph,
      WindowTable table,
      Targets targets,
      int[] rows,
      Matrix moved,
      double[] direction,
      double step) {
    Matrix before = moved.copy();
    for (int i = 0; i < direction.length; i++) {
      moved.data.put(i, (float) (moved.data.get(i) + step * direction[i]));
    }
    double loss = targets.lossAndGradient(graph.forward(table.all()), rows, rows.length, 0);
    moved.copyFrom(before);
    return loss;
  }
}
