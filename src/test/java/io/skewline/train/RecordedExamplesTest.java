// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.topology.Fixtures;
import io.skewline.topology.FusionApp;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedExamplesTest {
  private static final Modality AUDIO = Fixtures.AUDIO;
  private static final Modality VIDEO = Fixtures.VIDEO;

  @Test
  void shouldMakeTheHoppingWindowsThatTheLabelsCover() {
    RecordedExamples recorded =
        recorded("align.windows.size=1s", "align.windows.hop=500ms", "train.minOverlap=0.9");
    for (int i = 0; i < 12; i++) {
      recorded.add(frame(AUDIO, i, i * 0.25, i));
    }
    recorded.add(label(0.9, 2.1, "yes"));
    for (int i = 0; i < 12; i++) {
      recorded.add(frame(VIDEO, i, i * 0.25, i));
    }
    List<LabelledWindow> examples = recorded.finish();
    assertThat(examples).extracting(w -> w.window().id().startMicros()).containsExactly(1_000_000L);
    LabelledWindow only = examples.get(0);
    assertThat(only.target()).isEqualTo(new Label.ClassTarget("yes"));
    // Frames 4 to 7 fall in [1, 2).
    assertThat(only.window().present().get(AUDIO).frames()).isEqualTo(4);
    assertThat(only.window().present().get(VIDEO).layers().layer(2)[0]).isEqualTo(5.5f);
    assertThat(recorded.lost()).isZero();
  }

  @Test
  void shouldCloseAnItemWhoseOtherModalityHasEndedWithoutIt() {
    RecordedExamples recorded = recorded("align.windows=item");
    recorded.add(label(0, 1, "no"));
    recorded.add(frame(AUDIO, 0, 0, 1));
    recorded.end(new EndOfStream(Fixtures.CAMERA, VIDEO, 0, "s"));
    recorded.add(frame(VIDEO, 0, 0, 1));
    List<LabelledWindow> examples = recorded.finish();
    assertThat(examples).hasSize(1);
    assertThat(examples.get(0).window().present()).containsOnlyKeys(AUDIO);
    assertThat(recorded.lost()).as("what follows its own end is late").isEqualTo(1);
  }

  @Test
  void shouldPairEachAnchorWithTheNearestFrame() {
    RecordedExamples recorded =
        recorded("align.nearest.anchor=audio", "align.nearest.tolerance=20ms");
    recorded.add(label(0, 4, "yes"));
    for (int i = 0; i < 3; i++) {
      recorded.add(frame(AUDIO, i, i, i));
      recorded.add(frame(VIDEO, i, i + (i == 1 ? 0.5 : 0.01), i));
    }
    List<LabelledWindow> examples = recorded.finish();
    assertThat(examples).hasSize(3);
    assertThat(examples.get(0).window().present()).containsOnlyKeys(AUDIO, VIDEO);
    assertThat(examples.get(1).window().present()).containsOnlyKeys(AUDIO);
  }

  private static RecordedExamples recorded(String... overrides) {
    FusionApp app = Fixtures.app(overrides);
    return new RecordedExamples(app.align(), app.train());
  }

  private static Frame frame(Modality modality, long sequence, double seconds, float value) {
    float[] vector = {value, value, value};
    return new Frame(
        Fixtures.CAMERA,
        modality,
        Math.round(seconds * 1e6),
        sequence,
        "s",
        1_000_000,
        LayerStack.ofAll(vector, vector.clone()));
  }

  private static Label label(double start, double end, String name) {
    return new Label(
        Fixtures.CAMERA,
        Math.round(start * 1e6),
        Math.round(end * 1e6),
        new Label.ClassTarget(name),
        "train",
        "");
  }
}
