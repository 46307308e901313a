// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EncoderTest {
  private static final ModalitySpec SPEC = new ModalitySpec(new Modality("text"), 2, 16);

  private static Encoder fitted() {
    Random random = new Random(3);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      float[] x = new float[6];
      for (int k = 0; k < x.length; k++) {
        x[k] = (float) random.nextGaussian();
      }
      examples.add(new Example(x, new ClassTarget(x[0] + x[1] > 0 ? "up" : "down"), "g" + i % 10));
    }
    Features features = new RowFeatures(6);
    return new EncoderTrainer(SPEC, features, EncoderSettings.of(features, 7)).fit(examples);
  }

  @Test
  void shouldGiveTheActivationsOfDeeplearning4j() {
    Encoder encoder = fitted();
    float[] x = {1, -2, 3, 0, 0.5f, 9};
    LayerStack stack = encoder.encode(x);
    List<INDArray> theirs =
        encoder.network().feedForward(Nd4j.create(new float[][] {encoder.standardised(x)}), false);
    for (int layer = 1; layer <= 2; layer++) {
      for (int k = 0; k < 16; k++) {
        assertThat(stack.layer(layer)[k])
            .isCloseTo(theirs.get(layer).getFloat(0, k), within(1e-4f));
      }
    }
  }

  @Test
  void shouldLearnAndComeBackFromDisk(@TempDir Path folder) throws IOException {
    Encoder encoder = fitted();
    assertThat(encoder.info().heldOutScore()).isGreaterThan(0.8);
    encoder.save(folder.resolve("text"));
    Encoder loaded = Encoder.load(folder.resolve("text"));
    float[] x = {1, 2, 3, 4, 5, 6};
    assertThat(loaded.encode(List.of(x))).containsExactly(encoder.encode(x));
    assertThat(loaded.spec()).isEqualTo(SPEC);
  }

  /** Rare words say what a text is about; twelve layers have to pass that on. */
  @Test
  void shouldLearnFromFewTextsThroughManyLayers() {
    Random random = new Random(11);
    Features features = new TextFeatures(512, 4);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      String topic = random.nextBoolean() ? "sea" : "hill";
      String text = word(random) + " " + word(random) + " " + topic + " " + word(random);
      examples.add(
          new Example(
              features.of(new Signal.Text(text)), new ClassTarget(topic), "group-" + i % 20));
    }
    ModalitySpec deep = new ModalitySpec(new Modality("text"), 12, 24);
    EncoderSettings settings = new EncoderSettings(0.2, 2, true, 2e-3, 64, 8, 3, 7);
    Encoder encoder = new EncoderTrainer(deep, features, settings).fit(examples);
    assertThat(encoder.info().heldOutScore()).isGreaterThan(0.9);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  @Test
  void shouldShareOneScaleAmongSparseFeaturesOnly() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      float[] x = new float[16];
      x[0] = i % 2;
      x[1] = i % 50 == 0 ? 1 : 0;
      examples.add(new Example(x, new ClassTarget("c" + i % 2), "g"));
    }
    float[] sparse = Standardiser.of(new TextFeatures(16, 1), examples).scale();
    float[] dense = Standardiser.of(new RowFeatures(16), examples).scale();
    assertThat(sparse[1]).isEqualTo(sparse[0]);
    assertThat(sparse[2]).as("never moves").isZero();
    assertThat(dense[1]).isGreaterThan(2 * dense[0]);
  }

  @Test
  void shouldNameTheMissingFile(@TempDir Path folder) {
    assertThatThrownBy(() -> Encoder.load(folder)).hasMessageContaining("encoder.json");
  }
}
