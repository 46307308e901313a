// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import io.skewline.network.FitOptions;
import io.skewline.network.SsfnShape;
import io.skewline.network.SsfnTrainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real sounds of digits, each with its own picture against that of another clip. */
class MismatchTest {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality IMAGE = new Modality("image");

  @Test
  void shouldAgreeLessWithTheSoundOfAnotherClip() throws Exception {
    Dataset digits = TestData.require("av-digits");
    List<LabelledWindow> train = new ArrayList<>();
    List<LabelledWindow> validation = new ArrayList<>();
    List<LabelledWindow> reported = new ArrayList<>();
    for (Iterator<Item> items = digits.items(); items.hasNext(); ) {
      LabelledWindow window = window(digits, items.next());
      boolean held = window.group().equals("nicolas");
      (window.split().equals("val") ? reported : held ? validation : train).add(window);
    }
    FusionModel model = fit(digits, train, validation);

    List<AlignedWindow> matched = reported.stream().map(LabelledWindow::window).toList();
    double auc = auc(agreements(model, matched), agreements(model, mismatched(matched)));
    System.out.printf(
        "agreement of %d clips, their own sound over another's: AUC %.3f%n", matched.size(), auc);
    assertThat(auc).isGreaterThan(0.65);
  }

  private static FusionModel fit(
      Dataset digits, List<LabelledWindow> train, List<LabelledWindow> validation) {
    List<ModalitySpec> specs =
        List.of(
            new ModalitySpec(AUDIO, 1, digits.features(AUDIO).floats()),
            new ModalitySpec(IMAGE, 1, digits.features(IMAGE).floats()));
    SsfnShape shape =
        new SsfnShape(
            new Task.Classification(
                train.stream()
                    .map(w -> ((Label.ClassTarget) w.target()).name())
                    .distinct()
                    .sorted()
                    .toList()),
            specs,
            FusionPlan.late(specs),
            SsfnShape.Block.CONCAT,
            32);
    FitOptions options = new FitOptions(6, 6, 64, 0.001, 0.2, 0.1, 0.3, 0.05, 1);
    return new SsfnTrainer(shape, options).fit(train, validation).model();
  }

  private static LabelledWindow window(Dataset digits, Item item) {
    Map<Modality, PooledModality> present = new HashMap<>();
    for (RawFrame frame : item.frames()) {
      float[] values = digits.features(frame.modality()).of(frame.signal());
      present.put(frame.modality(), new PooledModality(LayerStack.ofAll(values), 1, 0));
    }
    Label label = item.labels().get(0);
    WindowId id = new WindowId(item.stream(), 0, label.startMicros(), label.endMicros());
    return new LabelledWindow(
        new AlignedWindow(id, "", present), label.target(), label.split(), label.group());
  }

  /** Each with the sound of one far behind. */
  private static List<AlignedWindow> mismatched(List<AlignedWindow> windows) {
    List<AlignedWindow> mixed = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      int other = (i + windows.size() / 2) % windows.size();
      Map<Modality, PooledModality> present = new HashMap<>(windows.get(i).present());
      present.put(AUDIO, windows.get(other).present().get(AUDIO));
      mixed.add(new AlignedWindow(windows.get(i).id(), "", present));
    }
    return mixed;
  }

  private static double[] agreements(FusionModel model, List<AlignedWindow> windows) {
    return model.score(windows).stream().mapToDouble(FusionScore::agreement).toArray();
  }

  /** How often a matched window has the greater value; ties count half. */
  private static double auc(double[] matched, double[] mismatched) {
    double wins = 0;
    for (double one : matched) {
      for (double other : mismatched) {
        wins += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return wins / matched.length / mismatched.length;
  }
}
