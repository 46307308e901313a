// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.Source;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.TestModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearStartTest {
  private static final int ROWS = 40;

  @Test
  void shouldBeginAsTheLinearModelOfThePlansLayers() {
    Task task = TestModels.COLOURS;
    SsfnSpec spec = TestModels.spec(task, TestModels.THREE, Block.CONCAT);
    Random random = new Random(12);
    List<Example> examples = new ArrayList<>();
    for (AlignedWindow window : TestModels.windows(spec.modalities(), 400, random)) {
      boolean complete = spec.sources().stream().allMatch(s -> s.in(window).isPresent());
      if (complete && examples.size() < ROWS) {
        examples.add(new Example(window, random.nextInt(3)));
      }
    }
    DenseModel linear = DenseFit.linearOver(task, spec.sources(), examples, examples);
    List<Standardiser> standardisers = new ArrayList<>();
    for (Source source : spec.sources()) {
      standardisers.add(Standardiser.fit(examples, source));
    }
    Dataset data = new Dataset(examples, spec.sources(), standardisers);
    float[] slope = new float[spec.width()];
    Arrays.fill(slope, 0, spec.outputs(), 1);
    try (Parameters parameters = new Parameters(spec);
        SsfnGraph graph = new SsfnGraph(spec, parameters, slope, examples.size())) {
      parameters.initialise(random);
      new LinearStart(spec, linear).apply(parameters);
      Batch batch = Batch.of(spec, data, 0, examples.size());
      float[] outputs = graph.forward(batch, Noise.NONE);
      double[][] expected = linear.outputs(examples.stream().map(Example::window).toList());
      for (int i = 0; i < expected.length; i++) {
        for (int c = 0; c < 3; c++) {
          assertThat((double) outputs[i * 3 + c]).isCloseTo(expected[i][c], within(1e-4));
        }
      }
      assertThat(examples).hasSizeGreaterThan(5);
    }
  }
}
