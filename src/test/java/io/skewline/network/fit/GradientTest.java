// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.Reference;
import io.skewline.network.ssfn.Source;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import io.skewline.network.ssfn.Tensors;
import io.skewline.network.ssfn.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Explicit gradients against central differences of the double reference, modalities missing. */
class GradientTest {
  private static final int BATCH = 9;

  static Stream<SsfnSpec> networks() {
    return Stream.of(
        TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CONCAT),
        TestModels.spec(TestModels.VALUE, TestModels.THREE, Block.CONCAT),
        TestModels.spec(TestModels.COLOURS, TestModels.THREE, Block.CO_ATTENTION),
        TestModels.spec(TestModels.VALUE, TestModels.TWO, Block.CO_ATTENTION));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldMatchFiniteDifferences(SsfnSpec spec) {
    long seed = 77;
    Random random = new Random(seed);
    TensorSet tensors = TestModels.tensors(spec, random);
    List<Example> examples = examples(spec, random);
    try (Parameters parameters = new Parameters(spec);
        SsfnGraph graph = graph(spec, parameters, tensors)) {
      load(spec, tensors, parameters);
      Batch batch = Batch.of(spec, data(spec, tensors, examples), 0, BATCH);
      float[] gradient = new float[BATCH * spec.outputs()];
      Loss loss = new Loss(spec.outputs(), spec.classifies());
      loss.of(graph.forward(batch, Noise.NONE), batch.data.targets, batch.rows, BATCH, gradient);
      graph.backward(batch, gradient, Noise.NONE);
      parameters.gradient.pull(parameters.size);
      for (String name : spec.weights().keySet()) {
        Tensor tensor = tensors.get(name);
        for (int trial = 0; trial < 6; trial++) {
          int at = random.nextInt(tensor.values().length);
          double expected = difference(spec, tensors, examples, name, at);
          double actual = parameters.gradient.heap[parameters.offset(name) + at];
          assertThat(Math.abs(actual - expected))
              .as("%s[%d] of seed %d: %s, differences say %s", name, at, seed, actual, expected)
              .isLessThan(2e-4 + 2e-3 * Math.abs(expected));
        }
      }
    }
  }

  private static List<Example> examples(SsfnSpec spec, Random random) {
    List<Example> examples = new ArrayList<>();
    for (AlignedWindow window : TestModels.windows(spec.modalities(), BATCH, random)) {
      double target = spec.classifies() ? random.nextInt(3) : 2 * random.nextGaussian();
      examples.add(new Example(window, target));
    }
    return examples;
  }

  private static SsfnGraph graph(SsfnSpec spec, Parameters parameters, TensorSet tensors) {
    float[] slope =
        spec.block() == Block.CONCAT ? tensors.get(Tensors.SLOPE).values() : new float[0];
    return new SsfnGraph(spec, parameters, slope, BATCH);
  }

  private static void load(SsfnSpec spec, TensorSet tensors, Parameters parameters) {
    for (String name : spec.weights().keySet()) {
      float[] values = tensors.get(name).values();
      System.arraycopy(values, 0, parameters.value.heap, parameters.offset(name), values.length);
    }
    parameters.value.push(parameters.size);
  }

  private static Dataset data(SsfnSpec spec, TensorSet tensors, List<Example> examples) {
    List<Standardiser> standardisers = new ArrayList<>();
    for (Source source : spec.sources()) {
      standardisers.add(
          new Standardiser(
              tensors.get(Tensors.mean(source)).values(),
              tensors.get(Tensors.deviation(source)).values()));
    }
    return new Dataset(examples, spec.sources(), standardisers);
  }

  private static double difference(
      SsfnSpec spec, TensorSet tensors, List<Example> examples, String name, int at) {
    float step = 1e-4f;
    float[] values = tensors.get(name).values();
    float held = values[at];
    values[at] = held + step;
    double above = loss(new Reference(spec, tensors), spec, examples);
    double upper = values[at];
    values[at] = held - step;
    double below = loss(new Reference(spec, tensors), spec, examples);
    double span = upper - values[at];
    values[at] = held;
    return (above - below) / span;
  }

  private static double loss(Reference reference, SsfnSpec spec, List<Example> examples) {
    double sum = 0;
    for (Example example : examples) {
      double[] outputs = reference.outputs(example.window());
      sum += spec.classifies() ? crossEntropy(outputs, example) : huber(outputs[0], example);
    }
    return sum / examples.size();
  }

  private static double crossEntropy(double[] logits, Example example) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum) - logits[(int) example.target()];
  }

  private static double huber(double value, Example example) {
    double error = Math.abs(value - (float) example.target());
    return error <= 1 ? error * error / 2 : error - 0.5;
  }
}
