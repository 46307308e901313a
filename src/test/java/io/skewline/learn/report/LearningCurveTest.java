// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.learn.report.LearningCurve.Recovery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  private static final long SECOND = 1_000_000;
  private static final long CHANGE = 1_000 * SECOND;

  /**
   * One answer a second. All right until the change, then every second one, noticed after 150 s; a
   * new model after 400 s is right in nine of ten.
   */
  private static LearningCurve fallAndRecovery() {
    return fallAndRecovery(IntStream.rangeClosed(1, 2_000).boxed().toList());
  }

  private static LearningCurve fallAndRecovery(List<Integer> seconds) {
    LearningCurve curve = new LearningCurve();
    for (int second : seconds) {
      int since = second - 1_000;
      boolean hit = since <= 0 || (since <= 400 ? since % 2 == 0 : since % 10 != 0);
      curve.answered(second * SECOND, hit, since <= 400 ? 1 : 2, since == 150);
    }
    return curve;
  }

  @Test
  void shouldTellTheFallAndHowItWasGotOver() {
    Recovery recovery = fallAndRecovery().recovery(CHANGE).orElseThrow();
    assertThat(recovery.before()).isEqualTo(1);
    assertThat(recovery.lowest()).isCloseTo(0.5, within(0.011));
    assertThat(recovery.end()).isCloseTo(0.9, within(0.011));
    assertThat(recovery.noticed()).contains(150.0);
    assertThat(recovery.swapped()).contains(401.0);
    // Of the last hundred answers nine tenths must be the new model's.
    assertThat(recovery.recovered().orElseThrow()).isCloseTo(490, within(6.0));
  }

  @Test
  void shouldNotMindTheOrderInWhichAnswersCome() {
    List<Integer> seconds = new ArrayList<>(IntStream.rangeClosed(1, 2_000).boxed().toList());
    Collections.shuffle(seconds, new Random(5));
    assertThat(fallAndRecovery(seconds).recovery(CHANGE))
        .isEqualTo(fallAndRecovery().recovery(CHANGE));
  }

  @Test
  void shouldSayNothingWhereOneSideIsMissing() {
    assertThat(fallAndRecovery().recovery(50 * SECOND)).isEmpty();
    assertThat(fallAndRecovery().recovery(1_950 * SECOND)).isEmpty();
  }

  @Test
  void shouldDrawAndListEveryPoint(@TempDir Path folder) throws Exception {
    Path png = folder.resolve("curve.png");
    fallAndRecovery().write(png, "a fall", CHANGE);
    assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(100);
    List<String> lines = Files.readAllLines(folder.resolve("curve.csv"));
    assertThat(lines).hasSize(2_001);
    assertThat(lines.get(1_150)).isEqualTo("150.000,0.5000,1,true");
  }
}
