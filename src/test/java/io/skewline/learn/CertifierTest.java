// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.DependencyOptions;
import io.skewline.network.Examples;
import io.skewline.network.NetworkBundleReader;
import io.skewline.network.SsfnShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The class is an exclusive or of signs, so half of it is as good as nothing. */
class CertifierTest {
  private static final FitSettings SETTINGS =
      new FitSettings(
          new SsfnShape(
              Examples.YES_NO,
              Examples.SPECS,
              FusionPlan.late(Examples.SPECS),
              SsfnShape.Block.CO_ATTENTION,
              8),
          60,
          32,
          0.01,
          0.2,
          DependencyOptions.NONE,
          0.25,
          3);

  /** Ten streams without gaps, but for windows that lack a modality. */
  private static List<LabelledWindow> examples(long sizeMicros) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (LabelledWindow e : Examples.exclusiveOr(1_000, 0.05, 2)) {
      long start = examples.size() / 10 * sizeMicros;
      WindowId id =
          new WindowId(new StreamId("s" + examples.size() % 10), 0, start, start + sizeMicros);
      examples.add(
          new LabelledWindow(new AlignedWindow(id, "", e.window().present()), e.target(), "", ""));
    }
    return examples;
  }

  private static double score(
      Certificate certificate, Condition condition, Modality of, int level) {
    return certificate.of(condition, of).stream()
        .filter(point -> point.level() == level)
        .findFirst()
        .orElseThrow()
        .score()
        .value();
  }

  @Test
  void shouldTellWhatEachConditionCosts() throws Exception {
    RoundResult round = TrainingRound.run(SETTINGS, examples(300_000), 1, Optional.empty());
    Certificate certificate = round.bundle().manifest().certificate();
    certificate.points().forEach(System.out::println);
    assertThat(certificate.measure()).isEqualTo("accuracy");
    Point clean = certificate.clean().orElseThrow();
    assertThat(clean.score().value()).isGreaterThan(0.95);
    assertThat(clean.score()).isNotNull();
    assertThat(score(certificate, Condition.MISSING, Examples.AUDIO, 0)).isLessThan(0.65);
    for (Modality modality : List.of(Examples.AUDIO, Examples.VIDEO)) {
      assertThat(score(certificate, Condition.NOISE, modality, 20)).isGreaterThan(0.93);
      assertThat(score(certificate, Condition.NOISE, modality, -10)).isLessThan(0.75);
    }
    assertThat(certificate.of(Condition.OFFSET, Examples.AUDIO)).as("the others' clock").isEmpty();
    assertThat(score(certificate, Condition.OFFSET, Examples.VIDEO, 0)).isGreaterThan(0.95);
    assertThat(score(certificate, Condition.OFFSET, Examples.VIDEO, 40)).isGreaterThan(0.93);
    assertThat(score(certificate, Condition.OFFSET, Examples.VIDEO, 250))
        .as("five sixths of it are another window's")
        .isLessThan(0.7);
    assertThat(certificate.of(Condition.OFFSET, Examples.VIDEO))
        .hasSize(7)
        .allSatisfy(p -> assertThat(p.score().n()).isLessThan(clean.score().n()));
  }

  @Test
  void shouldLeaveOutOffsetsThatNoWindowTellsOf() {
    Certificate shorter =
        TrainingRound.run(SETTINGS, examples(100_000), 1, Optional.empty())
            .bundle()
            .manifest()
            .certificate();
    assertThat(shorter.of(Condition.OFFSET, Examples.VIDEO))
        .extracting(Point::level)
        .containsExactly(-100.0, -40.0, 0.0, 40.0, 100.0);
    Certificate apart =
        TrainingRound.run(SETTINGS, Examples.exclusiveOr(600, 0.1, 2), 1, Optional.empty())
            .bundle()
            .manifest()
            .certificate();
    assertThat(apart.of(Condition.OFFSET, Examples.VIDEO)).as("no neighbours").isEmpty();
  }

  @Test
  void shouldPutNoiseInTheProportionThatItSays() throws Exception {
    List<LabelledWindow> examples = examples(300_000);
    RoundResult round = TrainingRound.run(SETTINGS, examples, 1, Optional.empty());
    List<Point> noise = round.bundle().manifest().certificate().of(Condition.NOISE, Examples.AUDIO);
    try (FusionModel model =
        NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO)
            .read(round.bundle().bytes(), round.bundle().hash())) {
      double clean =
          examples.stream()
              .filter(e -> e.window().has(Examples.AUDIO))
              .mapToDouble(e -> model.inputPower(e.window()).get(Examples.AUDIO))
              .average()
              .orElseThrow();
      assertThat(clean).isCloseTo(1, within(0.1));
      for (Point point : noise) {
        double expected = 1 + Math.pow(10, -point.level() / 10);
        assertThat(point.power()).isCloseTo(expected, within(0.15 * expected));
      }
    }
  }

  @Test
  void shouldShiftTheClockByAShareOfTheWindow() {
    List<LabelledWindow> examples =
        examples(1_000_000).stream().filter(e -> e.window().present().size() == 2).toList();
    ClockShift shift = new ClockShift(examples, Examples.VIDEO, SETTINGS.shape().plan());
    AlignedWindow own = shift.windows().get(0).window();
    AlignedWindow before =
        examples.stream()
            .map(LabelledWindow::window)
            .filter(w -> w.id().stream().equals(own.id().stream()))
            .filter(w -> w.id().endMicros() == own.id().startMicros())
            .findFirst()
            .orElseThrow();
    AlignedWindow shifted = shift.by(250_000).orElseThrow().get(0);
    float mixed =
        0.75f * own.present().get(Examples.VIDEO).layers().layer(3)[0]
            + 0.25f * before.present().get(Examples.VIDEO).layers().layer(3)[0];
    assertThat(shifted.present().get(Examples.VIDEO).layers().layer(3)[0])
        .isCloseTo(mixed, within(1e-5f));
    assertThat(shifted.present().get(Examples.AUDIO)).isEqualTo(own.present().get(Examples.AUDIO));
    assertThat(shift.by(1_000_001)).isEmpty();
  }
}
