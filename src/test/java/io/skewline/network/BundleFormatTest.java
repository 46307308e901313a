// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleFormatTest {
  private static final BundleReader READER =
      NetworkBundleReader.expecting(Examples.SPECS, Examples.YES_NO);
  private static final Certificate CERTIFICATE =
      new Certificate(
          "accuracy",
          List.of(
              new Point(Condition.CLEAN, List.of(), 0, 0, new Metric(0.9, 0.8, 0.95, 70)),
              new Point(
                  Condition.NOISE,
                  List.of(Examples.AUDIO),
                  -10,
                  10.9,
                  new Metric(0.5, 0.4, 0.6, 70))));

  /** Written by the code that wrote format 2; so were the scores. */
  @Test
  void shouldReadABundleOfTheFormatBefore() throws Exception {
    byte[] old = old();
    assertThat(ByteBuffer.wrap(old).getInt(4)).isEqualTo(2);
    try (FusionModel model = READER.read(old, Bundle.sha256(old))) {
      assertThat(model.manifest().metrics())
          .isEqualTo(Map.of("loss", new Metric(0.5, 0.4, 0.6, 70)));
      assertThat(model.manifest().certificate()).isEqualTo(Certificate.NONE);
      float[] expected = {0.75351334f, 0.72471493f, 0.75351334f, 0.7268257f};
      List<FusionScore> scores = model.score(RandomBundle.windows(Examples.SPECS, 4, 0, 9));
      for (int i = 0; i < expected.length; i++) {
        assertThat(scores.get(i).scores()[1]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void shouldRefuseANewerFormatAndSayWhatItReads() throws Exception {
    byte[] newer = old();
    ByteBuffer.wrap(newer).putInt(4, BundleFormat.VERSION + 1);
    assertThatThrownBy(() -> READER.read(newer, Bundle.sha256(newer)))
        .isInstanceOf(BadBundleException.class)
        .hasMessageContaining("format version 4")
        .hasMessageContaining("1..3");
  }

  @Test
  void shouldCarryTheCertificate() throws Exception {
    SsfnShape shape =
        new SsfnShape(
            Examples.YES_NO,
            Examples.SPECS,
            FusionPlan.late(Examples.SPECS),
            SsfnShape.Block.CONCAT,
            2);
    BundleManifest plain = RandomBundle.manifest(shape);
    Bundle bundle = BundleWriter.write(plain.with(CERTIFICATE), RandomBundle.parts(shape, 5));
    try (FusionModel model = READER.read(bundle.bytes(), bundle.hash())) {
      assertThat(model.manifest().certificate()).isEqualTo(CERTIFICATE);
      assertThat(model.manifest().certificate().points())
          .extracting(Point::toString)
          .containsExactly(
              "clean: 0.900 [0.800, 0.950] n=70", "noise audio -10 dB: 0.500 [0.400, 0.600] n=70");
    }
  }

  private static byte[] old() throws Exception {
    try (InputStream in = BundleFormatTest.class.getResourceAsStream("/bundles/format-2.bundle")) {
      return in.readAllBytes();
    }
  }
}
