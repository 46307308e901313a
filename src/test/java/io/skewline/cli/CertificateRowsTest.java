// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.Certificate.Point;
import io.skewline.modality.Modality;
import io.skewline.models.ModelCatalog.Entry;
import io.skewline.models.TestModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code skewline models} shows of a certificate. */
class CertificateRowsTest {
  private static final Point CLEAN = point(Condition.CLEAN, 0, 0.9);
  private static final Point NOISE = point(Condition.NOISE, -10, 0.7, new Modality("audio"));

  private static Point point(Condition condition, double level, double score, Modality... of) {
    Metric metric = new Metric(score, score - 0.05, score + 0.05, 40);
    return new Point(condition, List.of(of), level, 1, metric);
  }

  private static ModelFacts facts(Point... points) {
    BundleManifest manifest =
        TestModels.bundle(1, "", 100)
            .manifest()
            .with(points.length == 0 ? Certificate.NONE : certificate(points));
    Entry entry = new Entry("ab", 1, 100, Set.of(), true, 1, 1, Optional.empty(), Optional.empty());
    return new ModelFacts(entry, manifest);
  }

  private static Certificate certificate(Point... points) {
    return new Certificate("accuracy", List.of(points));
  }

  @Test
  void shouldShowTheScoreUnderEachCondition() {
    assertThat(facts(CLEAN, NOISE).certificate())
        .containsExactly(
            Map.entry("certified clean", "0.900 [0.850, 0.950] n=40"),
            Map.entry("certified noise audio -10 dB", "0.700 [0.650, 0.750] n=40"));
    assertThat(facts().certificate()).isEmpty();
  }

  @Test
  void shouldShowTwoSideBySideWhicheverHasOne() {
    TextTable table = new TextTable();
    ModelsDiff.certificates(facts(), facts(CLEAN, NOISE), table);
    ModelsDiff.certificates(facts(CLEAN), facts(NOISE), table);
    assertThat(table.lines().stream().map(line -> line.replaceAll(" {2,}", " | ")))
        .containsExactly(
            "certified clean | - | 0.900 [0.850, 0.950] n=40",
            "certified noise audio -10 dB | - | 0.700 [0.650, 0.750] n=40",
            "certified clean | 0.900 [0.850, 0.950] n=40 | -",
            "certified noise audio -10 dB | - | 0.700 [0.650, 0.750] n=40");
  }

  @Test
  void shouldSayItInJson() {
    JsonNode json = ModelJson.manifest(facts(CLEAN, NOISE).manifest());
    assertThat(json.get("certified").asText()).isEqualTo("accuracy");
    assertThat(json.get("certificate")).hasSize(2);
    JsonNode noise = json.at("/certificate/1");
    assertThat(noise.get("condition").asText()).isEqualTo("noise");
    assertThat(noise.at("/modalities/0").asText()).isEqualTo("audio");
    assertThat(noise.get("level").asDouble()).isEqualTo(-10);
    assertThat(noise.at("/score/value").asDouble()).isEqualTo(0.7);
    assertThat(ModelJson.manifest(facts().manifest()).get("certificate")).isEmpty();
  }
}
