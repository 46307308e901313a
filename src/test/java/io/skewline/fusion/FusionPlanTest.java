// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.FusionPlan.Anchor;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which layers a plan pairs, written out by hand. */
class FusionPlanTest {
  private static final List<ModalitySpec> DEPTHS_6_AND_4 = List.of(spec("a", 6), spec("b", 4));

  private static ModalitySpec spec(String name, int layers) {
    return new ModalitySpec(new Modality(name), layers, 8);
  }

  private static String pairs(FusionPlan plan) {
    return plan.pairs().toString().replaceAll("[\\[\\],]", "");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, TOP, a:6+b:4",
    "0, 3, TOP, a:6+b:4 a:5+b:3 a:4+b:2",
    "1, 2, TOP, a:6+b:3 a:5+b:2",
    "-2, 2, TOP, a:4+b:4 a:3+b:3",
    "0, 2, BOTTOM, a:1+b:1 a:2+b:2",
    "2, 3, BOTTOM, a:3+b:1 a:4+b:2 a:5+b:3",
    "-1, 1, BOTTOM, a:1+b:2"
  })
  void shouldPairAtASkew(int skew, int k, Anchor anchor, String expected) {
    assertThat(pairs(FusionPlan.skewPair(DEPTHS_6_AND_4, skew, k, anchor))).isEqualTo(expected);
  }

  @Test
  void shouldPairEveryLayerWithItsLike() {
    assertThat(pairs(FusionPlan.pairwise(DEPTHS_6_AND_4)))
        .isEqualTo("a:6+b:4 a:5+b:3 a:4+b:2 a:3+b:1");
    assertThat(pairs(FusionPlan.pairwise(DEPTHS_6_AND_4, Anchor.BOTTOM)))
        .isEqualTo("a:1+b:1 a:2+b:2 a:3+b:3 a:4+b:4");
  }

  @Test
  void shouldPairEachModalityWithEachOther() {
    List<ModalitySpec> three = List.of(spec("a", 3), spec("b", 4), spec("c", 2));
    assertThat(pairs(FusionPlan.late(three))).isEqualTo("a:3+b:4 a:3+c:2 b:4+c:2");
    assertThat(pairs(FusionPlan.skewPair(three, 1, 1))).isEqualTo("a:3+b:3 a:3+c:1 b:4+c:1");
  }

  @ParameterizedTest
  @CsvSource({"6, 1", "-6, 1", "0, 5", "5, 2", "0, 0"})
  void shouldRefuseWhatDoesNotFit(int skew, int k) {
    for (Anchor anchor : Anchor.values()) {
      assertThatThrownBy(() -> FusionPlan.skewPair(DEPTHS_6_AND_4, skew, k, anchor))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
