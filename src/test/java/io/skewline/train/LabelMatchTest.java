// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static io.skewline.train.TestExamples.CAM;
import static io.skewline.train.TestExamples.id;
import static io.skewline.train.TestExamples.label;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.Label;
import io.skewline.modality.WindowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The window is [3, 4). */
class LabelMatchTest {
  private static final WindowId WINDOW = id(CAM, 3);

  private static LabelMatch.Finding find(LabelRule rule, Label... labels) {
    return new LabelMatch(rule, 0.5).find(List.of(labels), WINDOW);
  }

  @Test
  void shouldTakeTheLabelThatCoversMostOfThoseThatAgree() {
    Label half = label(CAM, 3.5, 9, "yes");
    Label most = label(CAM, 2, 3.8, "yes");
    assertThat(find(LabelRule.MAJORITY, half, most)).isEqualTo(new LabelMatch.Found(most));
    assertThat(find(LabelRule.UNANIMOUS, half, most)).isEqualTo(new LabelMatch.Found(most));
  }

  @Test
  void shouldFindNothingWhereNoneCoversEnough() {
    Label little = label(CAM, 3.6, 9, "yes");
    Label beside = label(CAM, 4, 9, "yes");
    for (LabelRule rule : LabelRule.values()) {
      assertThat(find(rule, little, beside)).isEqualTo(new LabelMatch.Nothing());
      assertThat(find(rule)).isEqualTo(new LabelMatch.Nothing());
    }
  }

  @Test
  void shouldHearThoseThatTheRuleSays() {
    Label yes = label(CAM, 3, 3.8, "yes");
    Label no = label(CAM, 3.8, 5, "no");
    assertThat(find(LabelRule.MAJORITY, yes, no)).isEqualTo(new LabelMatch.Found(yes));
    assertThat(find(LabelRule.UNANIMOUS, yes, no)).isEqualTo(new LabelMatch.Contradicted());
    assertThat(find(LabelRule.MAJORITY, yes, label(CAM, 3, 4, "no")))
        .isEqualTo(new LabelMatch.Contradicted());
  }
}
