// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.learn.stats.OneStandardError.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneStandardErrorTest {
  @Test
  void shouldTakeTheCheapestThatCannotBeToldFromTheBest() {
    assertThat(
            chosen(
                new Candidate<>("best", 0.90, 0.02, 9),
                new Candidate<>("near", 0.89, 0.05, 3),
                new Candidate<>("edge", 0.88, 0.05, 2),
                new Candidate<>("cheap", 0.87, 0.05, 1)))
        .isEqualTo("edge");
  }

  @Test
  void shouldTakeTheBetterOfEqualCosts() {
    assertThat(chosen(new Candidate<>("a", 0.89, 0.02, 1), new Candidate<>("b", 0.90, 0.02, 1)))
        .isEqualTo("b");
  }

  @Test
  void shouldNeverTakeWhatHasNoScore() {
    assertThat(
            chosen(
                new Candidate<>("none", Double.NaN, 0.1, 1),
                new Candidate<>("one", -0.3, Double.NaN, 2)))
        .isEqualTo("one");
    assertThatThrownBy(() -> chosen(new Candidate<>("none", Double.NaN, 0.1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldOrderTheBestThenTheCheapThatAreAsGoodThenTheRest() {
    List<Candidate<String>> candidates =
        List.of(
            new Candidate<>("none", Double.NaN, 0.1, 1),
            new Candidate<>("worst", 0.5, 0.02, 1),
            new Candidate<>("near", 0.89, 0.05, 3),
            new Candidate<>("best", 0.90, 0.02, 9),
            new Candidate<>("edge", 0.88, 0.05, 2),
            new Candidate<>("worse", 0.6, 0.02, 2));
    assertThat(OneStandardError.order(candidates).stream().map(Candidate::what))
        .containsExactly("best", "edge", "near", "worse", "worst", "none");
  }

  @SafeVarargs
  private static String chosen(Candidate<String>... candidates) {
    return OneStandardError.choose(List.of(candidates)).what();
  }
}
