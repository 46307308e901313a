// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static io.skewline.train.TestExamples.CAM;
import static io.skewline.train.TestExamples.id;
import static io.skewline.train.TestExamples.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.learn.online.Answer;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final Exam EXAM = new Exam("hash", 1, List.of());
  private final Learner learner =
      new Learner(
          TestExamples.with(
              TestExamples.settings("examples", Duration.ofSeconds(1), 4, 2, 10_000),
              new LearnerSettings(
                  1 << 24, Optional.empty(), Optional.of(0.002), false, Optional.empty())));

  /** Two of four are not answered, and a third answer has no say. */
  private boolean take(int number, boolean hit) {
    String split = number % 4 == 1 ? "val" : "";
    LabelledWindow example =
        new LabelledWindow(window(id(CAM, number)), new Label.ClassTarget("yes"), split, "");
    Optional<Answer> answer =
        number % 4 < 2 ? Optional.of(new Answer(hit, Double.NaN)) : Optional.empty();
    return learner
        .take(new Fetched(0, number, Optional.of(example)), EXAM, answer)
        .filter(Standing::drift)
        .isPresent();
  }

  @Test
  void shouldPutTheChangeAtTheExampleAndNotSoManyAnswersBack() {
    int number = 0;
    while (number < 2_000) {
      assertThat(take(number++, true)).isFalse();
    }
    while (!take(number++, false)) {
      assertThat(number).as("the detector sees it").isLessThan(4_000);
    }
    assertThat(learner.buffer.after()).isEqualTo(number - 2_000);
  }
}
