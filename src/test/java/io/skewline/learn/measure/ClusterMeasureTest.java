// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Task;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClusterMeasureTest {
  private static final Offset<Double> CLOSE = within(1e-12);
  private static final double[][] POINTS = {{0}, {2}, {10}, {12}};
  private static final int[] PAIRS = {0, 0, 1, 1};

  @Test
  void shouldFollowThePublishedFormulas() {
    // Point 0: a = 2, b = 11. Point 2: a = 2, b = 9. The others mirror them.
    assertThat(ClusterMeasure.SILHOUETTE.of(POINTS, PAIRS))
        .isCloseTo((9 / 11.0 + 7 / 9.0) / 2, CLOSE);
    // Centres 1 and 11 about 6: between 2·25 + 2·25 over 1; within 4·1 over 2.
    assertThat(ClusterMeasure.CALINSKI_HARABASZ.of(POINTS, PAIRS)).isCloseTo(50, CLOSE);
    // (1 + 1) / 10 for both.
    assertThat(ClusterMeasure.DAVIES_BOULDIN.of(POINTS, PAIRS)).isCloseTo(0.2, CLOSE);
  }

  @Test
  void shouldCountAPointAloneAsZero() {
    assertThat(ClusterMeasure.SILHOUETTE.of(new double[][] {{0}, {2}, {10}}, new int[] {0, 0, 1}))
        .isCloseTo((8 / 10.0 + 6 / 8.0 + 0) / 3, CLOSE);
  }

  @Test
  void shouldMeasureTheWindowsThatAreDrawn() {
    Facts facts =
        new Facts(
            new Task.Clustering(3),
            new double[4],
            Stream.of("a", "b", "c", "d").map(w -> new Facts.Unit(w, w, w)).toList());
    float[][] scores = {{0.9f, 0, 0.1f}, {0.9f, 0, 0.1f}, {0, 0.2f, 0.8f}, {0, 0.2f, 0.8f}};
    float[][] vectors = {{0}, {2}, {10}, {12}};
    Answers answers = new Answers(facts, scores, new float[0], vectors);
    int[] all = {0, 1, 2, 3};
    for (ClusterMeasure measure : ClusterMeasure.values()) {
      assertThat(measure.of(answers, all))
          .as("cluster 1 is empty, %s", measure)
          .isCloseTo(measure.of(POINTS, PAIRS), CLOSE);
    }
    assertThat(ClusterMeasure.SILHOUETTE.of(answers, new int[] {0, 0, 0}))
        .as("copies are not near each other")
        .isCloseTo(9 / 11.0, CLOSE);
    assertThat(ClusterMeasure.DAVIES_BOULDIN.of(answers, new int[] {0, 1})).isNaN();
    assertThat(Measure.of(facts.task()).get(0)).isEqualTo(ClusterMeasure.SILHOUETTE);
  }

  @Test
  void shouldRefuseOneCluster() {
    assertThatThrownBy(() -> ClusterMeasure.SILHOUETTE.of(POINTS, new int[] {0, 0, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two clusters");
  }
}
