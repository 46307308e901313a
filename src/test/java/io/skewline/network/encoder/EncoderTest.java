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

  @Test
  void shouldNameTheMissingFile(@TempDir Path folder) {
    assertThatThrownBy(() -> Encoder.load(folder)).hasMessageContaining("encoder.json");
  }
}
