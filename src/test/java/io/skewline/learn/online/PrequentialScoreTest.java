// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PrequentialScoreTest {
  private final PrequentialScore score = new PrequentialScore();

  private void add(int count, boolean hit, double error) {
    for (int i = 0; i < count; i++) {
      score.add(new Answer(hit, error));
    }
  }

  @Test
  void shouldKnowNothingBeforeTheFirst() {
    assertThat(score.windowed()).isNaN();
    assertThat(score.faded()).isNaN();
    assertThat(score.error()).isNaN();
  }

  @Test
  void shouldForgetByWindowAndByFading() {
    add(PrequentialScore.WINDOW, true, 1);
    add(250, false, 3);
    assertThat(score.scored()).isEqualTo(1_250);
    assertThat(score.windowed()).isEqualTo(0.75);
    assertThat(score.error()).isEqualTo(1.5);
    double kept = Math.pow(PrequentialScore.FADING, 250);
    double all = Math.pow(PrequentialScore.FADING, 1_250);
    assertThat(score.faded()).isCloseTo((kept - all) / (1 - all), within(1e-9));
  }

  @Test
  void shouldComeBackAsItWasWritten() throws IOException {
    add(900, true, Double.NaN);
    add(300, false, Double.NaN);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    score.write(new DataOutputStream(written));
    PrequentialScore again =
        PrequentialScore.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray())));
    add(10, true, Double.NaN);
    for (int i = 0; i < 10; i++) {
      again.add(new Answer(true, Double.NaN));
    }
    assertThat(again.windowed()).isEqualTo(score.windowed());
    assertThat(again.faded()).isEqualTo(score.faded());
    assertThat(again.scored()).isEqualTo(score.scored());
    assertThat(again.error()).as("classes have no error").isNaN();
  }
}
