// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.ModalitySpec;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SsfnModelTest {
  private static final List<LabelledWindow> EXAMPLES = Examples.exclusiveOr(400, 0.2, 1);
  private static final FitOptions OPTIONS =
      new FitOptions(60, 15, 32, 0.01, 0.2, 0.05, 0.1, 0.01, 7);

  private static SsfnTrainer.Trained trained(SsfnShape.Block block) {
    return new SsfnTrainer(Examples.shape(Examples.YES_NO, block), OPTIONS)
        .fit(EXAMPLES.subList(0, 320), EXAMPLES.subList(320, 400));
  }

  private static FusionModel read(Bundle bundle) throws BadBundleException {
    return NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO)
        .read(bundle.bytes(), bundle.hash());
  }

  @ParameterizedTest
  @EnumSource(value = SsfnShape.Block.class, names = "MIXTURE", mode = EnumSource.Mode.EXCLUDE)
  void shouldLearnWhatNeitherModalityTellsAlone(SsfnShape.Block block) throws Exception {
    List<LabelledWindow> unseen = Examples.exclusiveOr(300, 0, 99);
    try (FusionModel model = read(trained(block).bundle(1, "", Map.of()))) {
      assertThat(hits(model, unseen)).isGreaterThan(290);
    }
  }

  @ParameterizedTest
  @EnumSource(DependencyOptions.Objective.class)
  void shouldLearnItWithEveryObjective(DependencyOptions.Objective objective) {
    FitOptions options =
        new FitOptions(
            60,
            15,
            32,
            0.01,
            0.2,
            0.05,
            0.1,
            0.01,
            new DependencyOptions(objective, 0.05, 1, 2, 10),
            7);
    SsfnShape shape = Examples.shape(Examples.YES_NO, SsfnShape.Block.CONCAT);
    FusionModel model =
        new SsfnTrainer(shape, options)
            .fit(EXAMPLES.subList(0, 320), EXAMPLES.subList(320, 400))
            .model();
    assertThat(hits(model, Examples.exclusiveOr(300, 0, 99))).isGreaterThan(290);
    assertThat(model.manifest().objective()).isEqualTo(objective.label());
  }

  /** The same random choices either way: only what λ weighs can make a difference. */
  @ParameterizedTest
  @EnumSource(names = {"KL", "F", "WASSERSTEIN"})
  void shouldFollowTheObjectiveAsFarAsItWeighs(DependencyOptions.Objective objective) {
    assertThat(hash(objective, 0)).isEqualTo(hash(objective, 0));
    assertThat(hash(objective, 0)).isNotEqualTo(hash(objective, 0.5));
  }

  /** Of the fused weights' scores. */
  private static int hash(DependencyOptions.Objective objective, double weight) {
    DependencyOptions dependency = new DependencyOptions(objective, weight, 1, 0, 10);
    FitOptions options = new FitOptions(3, 3, 32, 0.01, 0.2, 0.05, 0.1, 0.01, dependency, 7);
    SsfnShape shape = Examples.shape(Examples.YES_NO, SsfnShape.Block.CONCAT);
    FusionModel model =
        new SsfnTrainer(shape, options)
            .withoutAgreement()
            .fit(EXAMPLES.subList(0, 320), EXAMPLES.subList(320, 400))
            .model();
    return model.score(Examples.windows(EXAMPLES)).stream()
        .mapToInt(score -> Arrays.hashCode(score.scores()))
        .sum();
  }

  private static long hits(FusionModel model, List<LabelledWindow> unseen) {
    List<FusionScore> scores = model.score(Examples.windows(unseen));
    return IntStream.range(0, unseen.size())
        .filter(
            i ->
                scores.get(i).best() == (unseen.get(i).target().toString().contains("yes") ? 1 : 0))
        .count();
  }

  /** Each modality by itself can be no better than chance here, nor can a mixture of the two. */
  @Test
  void shouldNotFindInAMixtureOfDecisionsWhatNoneOfThemKnows() {
    FusionModel model = trained(SsfnShape.Block.MIXTURE).model();
    List<LabelledWindow> unseen = Examples.exclusiveOr(300, 0, 99);
    assertThat(hits(model, unseen)).isLessThan(270);
  }

  @ParameterizedTest
  @EnumSource(SsfnShape.Block.class)
  void shouldEqualTheFormulas(SsfnShape.Block block) {
    shouldEqualTheFormulas(block, Examples.shape(Examples.YES_NO, block));
    shouldEqualTheFormulas(
        block, Examples.shape(Examples.YES_NO, block, SsfnShape.Combine.SOFTMAX));
  }

  private static void shouldEqualTheFormulas(SsfnShape.Block block, SsfnShape shape) {
    List<AlignedWindow> windows = Examples.windows(Examples.exclusiveOr(70, 0.4, 5));
    SsfnWeights weights = SsfnWeights.random(shape, 11);
    Random random = new Random(12);
    weights
        .all()
        .values()
        .forEach(
            m -> {
              for (int i = 0; i < m.size(); i++) {
                m.data.put(i, m.data.get(i) + (float) (0.2 * random.nextGaussian()));
              }
            });
    Normaliser[] normalisers = WindowTable.fitNormalisers(shape, windows);
    FusionModel model =
        new SsfnModel(
            trained(block).model().manifest(),
            "",
            new SsfnModel.Parts(
                shape,
                weights,
                normalisers,
                new Calibration(Map.of(), Map.of(), 0, 1),
                Optional.empty()));
    ReferenceSsfn reference = new ReferenceSsfn(shape, weights, normalisers);
    List<FusionScore> scores = model.score(windows);
    for (int i = 0; i < windows.size(); i++) {
      double[] logits = reference.logits(windows.get(i));
      double yes = 1 / (1 + Math.exp(logits[0] - logits[1]));
      assertThat((double) scores.get(i).scores()[1])
          .isCloseTo(yes, org.assertj.core.data.Offset.offset(1e-5));
    }
  }

  @Test
  void shouldScoreAWindowAlikeInEveryBatch() {
    FusionModel model = trained(SsfnShape.Block.CO_ATTENTION).model();
    List<AlignedWindow> windows = Examples.windows(EXAMPLES);
    Random random = new Random(4);
    for (int n = 0; n < 200; n++) {
      int size = 1 + random.nextInt(90);
      int from = random.nextInt(windows.size() - size);
      int one = from + random.nextInt(size);
      float[] alone = model.score(List.of(windows.get(one))).get(0).scores();
      float[] among = model.score(windows.subList(from, from + size)).get(one - from).scores();
      for (int c = 0; c < alone.length; c++) {
        assertThat(among[c]).isCloseTo(alone[c], org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void shouldScoreAlikeOnManyThreads() throws Exception {
    FusionModel model = trained(SsfnShape.Block.CO_ATTENTION).model();
    List<AlignedWindow> windows = Examples.windows(EXAMPLES);
    List<FusionScore> expected = model.score(windows);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<FusionScore>> task = () -> model.score(windows);
      for (Future<List<FusionScore>> got :
          threads.invokeAll(java.util.Collections.nCopies(40, task))) {
        for (int i = 0; i < windows.size(); i++) {
          assertThat(got.get().get(i).scores()).isEqualTo(expected.get(i).scores());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldLeaveNothingBehindOnTheThreadsThatUsedIt() throws Exception {
    Bundle bundle = trained(SsfnShape.Block.CONCAT).bundle(1, "", Map.of());
    // A stream thread scores and lives on; the follower's thread closes.
    ExecutorService streamThread = Executors.newSingleThreadExecutor();
    try {
      WeakReference<FusionModel> gone = scoredAndClosed(bundle, streamThread);
      await()
          .until(
              () -> {
                System.gc();
                return gone.get() == null;
              });
    } finally {
      streamThread.shutdownNow();
    }
  }

  private static WeakReference<FusionModel> scoredAndClosed(
      Bundle bundle, ExecutorService streamThread) throws Exception {
    FusionModel model = read(bundle);
    List<AlignedWindow> windows = Examples.windows(EXAMPLES);
    streamThread.submit(() -> model.score(windows).size()).get();
    model.close();
    return new WeakReference<>(model);
  }

  @Test
  void shouldGiveTheSameBundleForTheSameSeed() {
    Bundle one = trained(SsfnShape.Block.CO_ATTENTION).bundle(1, "", Map.of());
    Bundle two = trained(SsfnShape.Block.CO_ATTENTION).bundle(1, "", Map.of());
    assertThat(one.hash()).isEqualTo(two.hash());
  }

  @Test
  void shouldComeBackFromItsBytes() throws Exception {
    SsfnTrainer.Trained trained = trained(SsfnShape.Block.CONCAT);
    List<AlignedWindow> windows = Examples.windows(EXAMPLES);
    List<FusionScore> expected = trained.model().score(windows);
    try (FusionModel model = read(trained.bundle(3, "parent", Map.of()))) {
      assertThat(model.manifest().version()).isEqualTo(3);
      assertThat(model.manifest().parentHash()).isEqualTo("parent");
      List<FusionScore> scores = model.score(windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(scores.get(i).scores()).isEqualTo(expected.get(i).scores());
        assertThat(scores.get(i).confidence()).isEqualTo(expected.get(i).confidence());
      }
    }
  }

  @Test
  void shouldRefuseEveryFlippedBit() {
    Bundle bundle = trained(SsfnShape.Block.CONCAT).bundle(1, "", Map.of());
    Random random = new Random(8);
    for (int n = 0; n < 100; n++) {
      byte[] bytes = bundle.bytes().clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      refuse(Reason.HASH_MISMATCH, bytes, bundle.hash());
    }
  }

  @Test
  void shouldRefuseWhatItsOwnHashCannotTell() {
    Bundle bundle = trained(SsfnShape.Block.CONCAT).bundle(1, "", Map.of());
    byte[] whole = bundle.bytes();
    refuseRehashed(Reason.TRUNCATED, Arrays.copyOf(whole, whole.length - 10));
    refuseRehashed(Reason.TRUNCATED, new byte[0]);
    refuseRehashed(Reason.BAD_FORMAT, Arrays.copyOf(whole, whole.length + 1));
    byte[] newer = whole.clone();
    ByteBuffer.wrap(newer).putInt(4, 99);
    refuseRehashed(Reason.BAD_FORMAT, newer);
    byte[] infinite = whole.clone();
    ByteBuffer.wrap(infinite).putFloat(infinite.length - 8, Float.NaN);
    refuseRehashed(Reason.NON_FINITE, infinite);
  }

  @Test
  void shouldRefuseABundleForAnotherTopology() {
    Bundle bundle = trained(SsfnShape.Block.CONCAT).bundle(1, "", Map.of());
    List<ModalitySpec> wider =
        List.of(Examples.SPECS.get(0), new ModalitySpec(Examples.VIDEO, 3, 9));
    assertThatThrownBy(
            () ->
                NetworkBundleReader.expecting(wider, Examples.YES_NO)
                    .read(bundle.bytes(), bundle.hash()))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SCHEMA));
    assertThatThrownBy(
            () ->
                NetworkBundleReader.expecting(Examples.SPECS, new Task.Regression())
                    .read(bundle.bytes(), bundle.hash()))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SCHEMA));
  }

  private static void refuseRehashed(Reason reason, byte[] bytes) {
    refuse(reason, bytes, Bundle.sha256(bytes));
  }

  private static void refuse(Reason reason, byte[] bytes, String hash) {
    assertThatThrownBy(
            () -> NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO).read(bytes, hash))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
