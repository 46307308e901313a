// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static io.skewline.serve.TestModel.AUDIO;
import static io.skewline.serve.TestModel.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through the fuser, as in service. The range is nine tenths of a clean score of 1. */
class ConditionsWatchTest {
  private static final Certificate CERTIFICATE =
      new Certificate(
          "accuracy",
          List.of(
              point(Condition.CLEAN, 0, 0, 1),
              point(Condition.MISSING, 0, 0, 0.5, AUDIO),
              point(Condition.MISSING, 0, 0, 0.95, VIDEO),
              point(Condition.NOISE, 20, 1.01, 1, AUDIO),
              point(Condition.NOISE, 10, 1.1, 0.95, AUDIO),
              point(Condition.NOISE, 0, 2, 0.7, AUDIO),
              point(Condition.NOISE, -10, 11, 0.95, AUDIO),
              point(Condition.OFFSET, -100, 0, 0.5, AUDIO),
              point(Condition.OFFSET, -40, 0, 0.95, AUDIO),
              point(Condition.OFFSET, 0, 0, 1, AUDIO),
              point(Condition.OFFSET, 40, 0, 0.95, AUDIO),
              point(Condition.OFFSET, 100, 0, 0.92, AUDIO)));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);
  private final ActiveModel active =
      new ActiveModel(meters, manifest -> {}, new ConditionsWatch(0.9, meters));
  private double power = 1;
  private int asked;

  private static Point point(
      Condition condition, double level, double power, double score, Modality... of) {
    return new Point(condition, List.of(of), level, power, new Metric(score, score, score, 100));
  }

  /** The test model with a certificate, and with inputs as strong as the test says. */
  private final class Certified implements FusionModel {
    private final TestModel model = new TestModel(1);
    private final Certificate certificate;

    private Certified(Certificate certificate) {
      this.certificate = certificate;
    }

    @Override
    public BundleManifest manifest() {
      return model.manifest().with(certificate);
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
      return model.score(windows);
    }

    @Override
    public Map<Modality, Double> inputPower(AlignedWindow window) {
      asked++;
      return Map.of(AUDIO, power);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    active.close();
  }

  private void serve(int windows, int audioMissingEvery, long offsetMicros) {
    serve(active, windows, audioMissingEvery, offsetMicros);
  }

  private void serve(ActiveModel by, int windows, int audioMissingEvery, long offsetMicros) {
    FuseSettings settings =
        new FuseSettings(List.of(VIDEO, AUDIO), Set.of(), 4, Duration.ofMillis(1));
    Fuser fuser = new Fuser(settings, by, meters);
    List<ClosedWindow> batch = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      Map<Modality, PooledModality> present = new HashMap<>();
      present.put(VIDEO, pooled(500));
      if (audioMissingEvery == 0 || i % audioMissingEvery != 0) {
        present.put(AUDIO, pooled(500 + offsetMicros));
      }
      AlignedWindow window =
          new AlignedWindow(new WindowId(new StreamId("s"), 0, i, i + 1), "", present);
      batch.add(new ClosedWindow(window, ClosingReason.COMPLETE, List.of(), 0, 0));
      fuser.fuse(batch);
      batch.clear();
    }
  }

  private static PooledModality pooled(long meanMicros) {
    return new PooledModality(LayerStack.ofAll(new float[] {1}), 1, meanMicros);
  }

  private double load(String condition, Modality modality) {
    return registry
        .get("skewline.fuse.condition")
        .tags("condition", condition, "modality", modality.name())
        .gauge()
        .value();
  }

  private String detail() {
    return active.conditions().detail();
  }

  @Test
  void shouldBeSilentInsideTheRange() {
    active.swap(new Certified(CERTIFICATE));
    serve(600, 10, 90_000);
    assertThat(detail()).isEqualTo("within the model's certified range");
    assertThat(load("missing", AUDIO)).as("a tenth of at most a fifth").isBetween(0.4, 0.6);
    assertThat(load("offset", AUDIO)).isBetween(0.89, 0.91);
    assertThat(load("missing", VIDEO)).isZero();
  }

  @Test
  void shouldTellOfAMissingModalityAndComeBackOnlyWellInside() {
    active.swap(new Certified(CERTIFICATE));
    serve(600, 3, 0);
    assertThat(detail()).startsWith("outside").contains("missing audio 0.33").contains("0.2");
    assertThat(load("missing", AUDIO)).isGreaterThan(1.5);
    // 1 in 5 is the limit itself, not a tenth below it.
    serve(5_000, 5, 0);
    assertThat(detail()).startsWith("outside");
    serve(5_000, 20, 0);
    assertThat(detail()).startsWith("within");
  }

  @Test
  void shouldNotBlameAMissingModalityThatTheModelCanDoWithout() {
    assertThat(new CertifiedRange(CERTIFICATE, 0.9).missingShare(VIDEO)).hasValue(1);
  }

  @Test
  void shouldTellOfAnOffsetOnEitherSide() {
    active.swap(new Certified(CERTIFICATE));
    serve(600, 0, -50_000);
    assertThat(detail()).contains("offset audio -50").contains("-40");
    serve(5_000, 0, 50_000);
    assertThat(detail()).startsWith("within");
    serve(5_000, 0, 120_000);
    assertThat(detail()).contains("offset audio 120").contains("100");
  }

  @Test
  void shouldTellOfAnOffsetOnEitherSideWhereNoneThatWasMeasuredKeepsTheScore() {
    Certificate sharp =
        new Certificate(
            "accuracy",
            List.of(
                point(Condition.CLEAN, 0, 0, 1),
                point(Condition.OFFSET, -40, 0, 0.5, AUDIO),
                point(Condition.OFFSET, 0, 0, 1, AUDIO),
                point(Condition.OFFSET, 40, 0, 0.5, AUDIO)));
    for (int sign : new int[] {-1, 1}) {
      active.swap(new Certified(sharp));
      serve(5_000, 0, sign * 10_000);
      assertThat(detail()).as("10 ms, sign %d", sign).startsWith("within");
      assertThat(load("offset", AUDIO)).isBetween(0.49, 0.51);
      serve(5_000, 0, sign * 30_000);
      assertThat(detail()).as("30 ms, sign %d", sign).contains("certified to " + sign * 20);
    }
  }

  @Test
  void shouldKnowNoLimitOnASideThatWasNotMeasured() {
    Certificate oneSide =
        new Certificate(
            "accuracy",
            List.of(
                point(Condition.OFFSET, 0, 0, 1, AUDIO),
                point(Condition.OFFSET, 40, 0, 0.95, AUDIO)));
    CertifiedRange range = new CertifiedRange(oneSide, 0.9);
    assertThat(range.offsetMillis(AUDIO, -1)).isEmpty();
    assertThat(range.offsetMillis(AUDIO, 1)).hasValue(40);
  }

  @Test
  void shouldNotWatchTheConditionsOfACandidate() {
    active.swap(new Certified(CERTIFICATE));
    serve(600, 0, 0);
    int before = asked;
    try (ActiveModel candidate = new ActiveModel(meters, Role.CHALLENGER)) {
      candidate.swap(new Certified(CERTIFICATE));
      serve(candidate, 600, 2, 500_000);
      assertThat(candidate.conditions().detail()).isEqualTo("not watched");
      assertThat(asked).as("its inputs' power").isEqualTo(before).isPositive();
    }
  }

  @Test
  void shouldTellOfNoise() {
    active.swap(new Certified(CERTIFICATE));
    serve(600, 0, 0);
    assertThat(detail()).startsWith("within");
    power = 1.5;
    serve(5_000, 0, 0);
    assertThat(detail())
        .as("what is certified ends where it first fails")
        .contains("noise audio 1.5");
    active.swap(new Certified(CERTIFICATE));
    assertThat(detail()).as("another model standardises otherwise").startsWith("within");
  }

  @Test
  void shouldSayNothingWithoutACertificate() {
    active.swap(new Certified(Certificate.NONE));
    serve(600, 2, 1_000_000);
    assertThat(detail()).isEqualTo("the active model has no certificate");
    assertThat(load("missing", AUDIO)).isNaN();
  }
}
