// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.ShadowShare;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** A candidate beside the active model, in a Streams task. */
class ShadowTest {
  private static final int WINDOWS = 200;

  private final ActiveModel active = new ActiveModel(Meters.unread());
  private final ShadowShare share = new ShadowShare(AlignFuseDriver.SHADOWED);

  private static AlignSettings align() {
    return AlignSettings.live(
        List.of(
            new AlignedModality(TestModel.VIDEO, Duration.ZERO, false),
            new AlignedModality(TestModel.AUDIO, Duration.ZERO, false)),
        new Sliding(Duration.ofSeconds(1), Duration.ofSeconds(1)),
        new Timing(
            Duration.ofMillis(500),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofMillis(20)),
        new Limits(1_000, 100, 100, 1 << 30));
  }

  private AlignFuseDriver driver(TreeMap<Bytes, byte[]> stored) {
    FuseSettings fuse =
        new FuseSettings(
            List.of(TestModel.VIDEO, TestModel.AUDIO), Set.of(), 7, Duration.ofMillis(5));
    return new AlignFuseDriver(align(), fuse, active, stored);
  }

  private static void pipe(AlignFuseDriver driver, int from, int to) {
    for (int second = from; second < to; second++) {
      for (Modality modality : List.of(TestModel.VIDEO, TestModel.AUDIO)) {
        LayerStack layers = LayerStack.ofAll(new float[] {second});
        driver.pipe(
            new Frame(new StreamId("a"), modality, second * 1_000_000L, second, "", 0, layers));
      }
    }
    driver.advance(Duration.ofMillis(20));
  }

  private static List<String> shown(List<Prediction> predictions) {
    return predictions.stream()
        .map(
            p ->
                String.join(
                    " ",
                    p.window().toString(),
                    p.verdict() + " " + p.reason() + p.used() + p.offsetsMicros(),
                    p.scored().orElseThrow().modelHash(),
                    Arrays.toString(p.scored().orElseThrow().score().scores())))
        .toList();
  }

  private static List<WindowId> windows(List<Prediction> predictions) {
    return predictions.stream().map(Prediction::window).toList();
  }

  @Test
  void shouldScoreAShareOfTheWindowsAndChangeNoVerdict() {
    active.swap(new TestModel(1));
    TestModel challenger = new TestModel(2);
    try (var alone = driver(new TreeMap<>());
        var driver = driver(new TreeMap<>())) {
      driver.candidate.swap(challenger);
      pipe(alone, 0, WINDOWS);
      pipe(driver, 0, WINDOWS);
      List<Prediction> predictions = driver.predictions();
      assertThat(shown(predictions)).isEqualTo(shown(alone.predictions()));
      List<Prediction> shadows = driver.shadows();
      assertThat(windows(shadows))
          .isEqualTo(windows(predictions).stream().filter(share::takes).toList())
          .hasSizeBetween(WINDOWS / 4, WINDOWS * 11 / 20);
      assertThat(shadows)
          .allMatch(p -> p.scored().orElseThrow().modelVersion() == 2)
          .allMatch(p -> p.offsetsMicros().size() == 2);
      assertThat(alone.shadows()).isEmpty();
      assertThat(challenger.closed).hasValue(0);
    }
  }

  @Test
  void shouldTakeTheSameWindowsAfterARestart() {
    active.swap(new TestModel(1));
    TreeMap<Bytes, byte[]> stored;
    List<WindowId> taken;
    try (var driver = driver(new TreeMap<>())) {
      driver.candidate.swap(new TestModel(2));
      pipe(driver, 0, 100);
      taken = new ArrayList<>(windows(driver.shadows()));
      stored = new TreeMap<>(driver.stored());
    }
    try (var driver = driver(stored)) {
      driver.candidate.swap(new TestModel(2));
      pipe(driver, 100, WINDOWS);
      taken.addAll(windows(driver.shadows()));
    }
    assertThat(taken).doesNotHaveDuplicates().allMatch(share::takes);
    assertThat(taken).hasSizeBetween(WINDOWS / 4, WINDOWS * 11 / 20);
  }

  @Test
  void shouldLoseOnlyTheCandidatesOwnWhereItFails() {
    active.swap(new TestModel(1));
    try (var driver = driver(new TreeMap<>())) {
      driver.candidate.swap(new Failing(new TestModel(2)));
      pipe(driver, 0, WINDOWS);
      assertThat(driver.predictions()).hasSize(WINDOWS - 1).allMatch(p -> p.verdict().fused());
      assertThat(driver.shadows()).isEmpty();
      assertThat(driver.meters.registry().get("skewline.fuse.shadow.failed").counter().count())
          .isPositive();
    }
  }

  @Test
  void shouldStopWithTheCandidateAndWhenItIsTheActiveModel() {
    active.swap(new TestModel(1));
    TestModel challenger = new TestModel(2);
    try (var driver = driver(new TreeMap<>())) {
      driver.candidate.swap(challenger);
      pipe(driver, 0, 50);
      assertThat(driver.shadows()).isNotEmpty();
      active.swap(new TestModel(2));
      pipe(driver, 50, 100);
      assertThat(windows(driver.shadows())).noneMatch(w -> w.startMicros() >= 50_000_000);
      driver.candidate.clear();
      active.swap(new TestModel(3));
      pipe(driver, 100, 150);
      assertThat(driver.shadows()).isEmpty();
      assertThat(challenger.closed).hasValue(1);
      assertThat(challenger.misused).hasValue(0);
    }
  }

  /** Knows nothing of the windows that it is given. */
  private record Failing(TestModel model) implements FusionModel {
    @Override
    public BundleManifest manifest() {
      return model.manifest();
    }

    @Override
    public String hash() {
      return model.hash();
    }

    @Override
    public Set<String> engines() {
      return model.engines();
    }

    @Override
    public List<FusionScore> score(List<AlignedWindow> windows) {
      throw new IllegalStateException("no");
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
