// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgreementTest {

  @Test
  void shouldSpreadMismatchedWindowsEvenly() {
    Random random = new Random(1);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.exp(random.nextGaussian());
    }
    Agreement agreement = Agreement.of(new SsfnWeights(), values);
    assertThat(agreement.of((float) Math.exp(0))).isCloseTo(0.5, within(0.02));
    assertThat(agreement.of((float) Math.exp(1.2816))).isCloseTo(0.9, within(0.02));
    assertThat(agreement.of(-1)).isZero();
    assertThat(agreement.of(1e9f)).isEqualTo(1);
  }

  /** Sound and sight share a sign here, whatever the label says. */
  private static List<LabelledWindow> sharingASign(int n, long seed) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (LabelledWindow one : Examples.exclusiveOr(6 * n, 0, seed)) {
      if (one.target().toString().contains("no") && examples.size() < n) {
        examples.add(one);
      }
    }
    Random random = new Random(seed);
    examples.replaceAll(
        e ->
            new LabelledWindow(
                e.window(),
                new io.skewline.modality.Label.ClassTarget(random.nextBoolean() ? "yes" : "no"),
                "",
                ""));
    return examples;
  }

  @ParameterizedTest
  @EnumSource(DependencyOptions.Objective.class)
  void shouldTellMatchedWindowsFromMismatchedOnes(DependencyOptions.Objective objective)
      throws Exception {
    List<LabelledWindow> examples = sharingASign(400, 3);
    FitOptions options =
        new FitOptions(
            8,
            8,
            32,
            0.01,
            0.2,
            0.05,
            0.1,
            0.01,
            new DependencyOptions(objective, 0.1, 2, 1, 10),
            7);
    Bundle bundle =
        new SsfnTrainer(Examples.shape(Examples.YES_NO, SsfnShape.Block.CO_ATTENTION), options)
            .fit(examples.subList(0, 300), examples.subList(300, 400))
            .bundle(1, "", Map.of());
    try (FusionModel model =
        NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO)
            .read(bundle.bytes(), bundle.hash())) {
      List<AlignedWindow> unseen = Examples.windows(sharingASign(200, 8));
      double matched = mean(model, unseen);
      double mismatched = mean(model, withVideoOf(unseen));
      assertThat(mismatched).isCloseTo(0.5, within(0.1));
      assertThat(matched).isGreaterThan(mismatched + 0.15);
    }
  }

  private static double mean(FusionModel model, List<AlignedWindow> windows) {
    return model.score(windows).stream().mapToDouble(s -> s.agreement()).average().orElseThrow();
  }

  private static List<AlignedWindow> withVideoOf(List<AlignedWindow> windows) {
    List<AlignedWindow> mixed = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      Map<Modality, PooledModality> present = new HashMap<>(windows.get(i).present());
      AlignedWindow other = windows.get((i + 101) % windows.size());
      present.put(Examples.VIDEO, other.present().get(Examples.VIDEO));
      mixed.add(new AlignedWindow(windows.get(i).id(), "", present));
    }
    return mixed;
  }

  @Test
  void shouldSayNothingOfAWindowThatLacksAModality() {
    List<LabelledWindow> examples = sharingASign(100, 3);
    FusionModel model =
        new SsfnTrainer(
                Examples.shape(Examples.YES_NO, SsfnShape.Block.CONCAT),
                new FitOptions(2, 2, 32, 0.01, 0, 0, 0, 0, 1))
            .fit(examples.subList(0, 70), examples.subList(70, 100))
            .model();
    List<AlignedWindow> some = Examples.windows(Examples.exclusiveOr(60, 0.5, 2));
    var scores = model.score(some);
    for (int i = 0; i < some.size(); i++) {
      boolean whole = some.get(i).present().size() == 2;
      assertThat(Double.isNaN(scores.get(i).agreement())).isEqualTo(!whole);
    }
  }
}
