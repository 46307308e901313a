// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Bundle;
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
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteringTest {
  private static final Modality A = new Modality("a");
  private static final Modality B = new Modality("b");
  private static final List<ModalitySpec> SPECS =
      List.of(new ModalitySpec(A, 1, 6), new ModalitySpec(B, 1, 6));
  private static final int KINDS = 3;
  private static final SsfnShape SHAPE =
      new SsfnShape(
          new Task.Clustering(KINDS),
          SPECS,
          FusionPlan.late(SPECS),
          SsfnShape.Block.CO_ATTENTION,
          8);

  @Test
  void shouldScoreByDistanceToTheCentres() {
    KMeans clusters = KMeans.fit(new double[][] {{0, 0}, {0, 2}, {8, 0}, {8, 2}}, 2, 5, 3);
    assertThat(clusters.of()[0]).isEqualTo(clusters.of()[1]).isNotEqualTo(clusters.of()[2]);
    assertThat(clusters.of()[2]).isEqualTo(clusters.of()[3]);
    assertThat(clusters.spread()).as("all are 1 from a centre").isCloseTo(1, within(1e-12));
    // Squared distances 1 + 9 and 1 + 25 from (3, 0).
    double near = clusters.scores(new double[] {3, 0})[clusters.of()[0]];
    assertThat(near).isCloseTo(1 / (1 + Math.exp(-16)), within(1e-6));
  }

  /**
   * Two tight blobs taken as one are all equally far from its centre: their distances do not vary,
   * and a judge of variances takes that start, with the line in two, over the right one.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldTakeTheStartWithTheLeastSquares(long seed) {
    double[][] points = new double[115][];
    for (int i = 0; i < 100; i++) {
      points[i] = new double[] {0, i % 2 == 0 ? 0 : 10};
    }
    for (int i = 0; i < 15; i++) {
      points[100 + i] = new double[] {40 + i, 5};
    }
    KMeans clusters = KMeans.fit(points, 3, 30, seed);
    // The line alone: (15³ − 15) / 12 = 280. The blobs as one would be 100 · 5² and more.
    assertThat(clusters.spread() * points.length).isCloseTo(280, within(1e-6));
  }

  /** The labels, which are all wrong, are what the network must not look at. */
  @Test
  void shouldFindKindsThatNobodyNamed() {
    List<LabelledWindow> windows = windows(360, 5);
    SsfnTrainer.Trained trained =
        new SsfnTrainer(SHAPE, options(DependencyOptions.Objective.KL))
            .fit(windows.subList(0, 280), windows.subList(280, 360));
    List<AlignedWindow> held = windows(150, 6).stream().map(LabelledWindow::window).toList();
    FusionModel model = trained.model();
    int[] found = model.score(held).stream().mapToInt(FusionScore::best).toArray();
    assertThat(agreement(found)).isGreaterThan(0.9);
    assertThat(model.manifest().task().labels()).containsExactly("c0", "c1", "c2");
  }

  /** One objective trains a statistic network beside the fusion network, the other none. */
  @ParameterizedTest
  @EnumSource(names = {"KL", "TOTAL_CORRELATION"})
  void shouldServeWhatKMeansSays(DependencyOptions.Objective objective) throws Exception {
    FitOptions options = options(objective);
    List<LabelledWindow> windows = windows(240, 7);
    List<AlignedWindow> all = windows.stream().map(LabelledWindow::window).toList();
    SsfnTrainer.Trained trained =
        new SsfnTrainer(SHAPE, options).fit(windows.subList(0, 180), windows.subList(180, 240));
    float[][] vectors = trained.vectors(all);
    KMeans clusters = KMeans.fit(ClusterHead.doubles(vectors), KINDS, 5, options.seed());
    Bundle bundle = trained.bundle(1, "", Map.of());
    try (FusionModel model =
        NetworkBundleReader.expecting(SPECS, SHAPE.task()).read(bundle.bytes(), bundle.hash())) {
      List<FusionScore> scores = model.score(all);
      for (int r = 0; r < scores.size(); r++) {
        float[] expected = clusters.scores(ClusterHead.doubles(vectors)[r]);
        assertThat(scores.get(r).scores()).containsExactly(expected, within(1e-3f));
      }
    }
  }

  /** More windows than go through the network at once, by chunks of unlike sizes. */
  @Test
  void shouldGiveEachWindowItsOwnVector() {
    List<LabelledWindow> windows = windows(2500, 8);
    List<AlignedWindow> all = windows.stream().map(LabelledWindow::window).toList();
    SsfnTrainer.Trained trained =
        new SsfnTrainer(SHAPE, options(DependencyOptions.Objective.KL))
            .fit(windows.subList(0, 60), windows.subList(60, 90));
    float[][] vectors = trained.vectors(all);
    assertThat(vectors).hasDimensions(2500, SHAPE.width());
    for (int row : new int[] {0, 1023, 1024, 2047, 2048, 2499}) {
      float[] alone = trained.vectors(List.of(all.get(row)))[0];
      assertThat(vectors[row]).as("row %d", row).containsExactly(alone, within(1e-5f));
    }
  }

  private static FitOptions options(DependencyOptions.Objective objective) {
    return new FitOptions(
        30, 10, 32, 0.01, 0.1, 0.1, 0.1, 0.01, DependencyOptions.NONE.with(objective, 0.1), 11);
  }

  /** The share of windows that are of their cluster's commonest kind. */
  private static double agreement(int[] found) {
    int right = 0;
    for (int cluster = 0; cluster < KINDS; cluster++) {
      int c = cluster;
      right +=
          IntStream.range(0, KINDS)
              .map(
                  kind ->
                      (int)
                          IntStream.range(0, found.length)
                              .filter(i -> found[i] == c && i % KINDS == kind)
                              .count())
              .max()
              .orElseThrow();
    }
    return (double) right / found.length;
  }

  /** Window i is of kind i mod 3, which both modalities show beside noise of their own. */
  private static List<LabelledWindow> windows(int n, long seed) {
    Random random = new Random(seed);
    List<LabelledWindow> windows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      WindowId id =
          new WindowId(new StreamId("s" + i / KINDS % 40), 0, i * 1000L, i * 1000L + 1000);
      Map<Modality, PooledModality> present =
          Map.of(A, pooled(i % KINDS, random), B, pooled(i % KINDS, random));
      windows.add(
          new LabelledWindow(
              new AlignedWindow(id, "", present), new Label.ValueTarget(i), "train", ""));
    }
    return windows;
  }

  private static PooledModality pooled(int kind, Random random) {
    float[] vector = new float[6];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = (float) (0.5 * random.nextGaussian());
    }
    vector[kind] += 2;
    return new PooledModality(LayerStack.ofAll(new float[][] {vector}), 1, 0);
  }
}
