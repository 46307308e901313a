// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ScoreSlice;
import io.skewline.ledger.MeterSpec.Kind;
import io.skewline.modality.Modality;
import io.skewline.wire.RejectReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterSpecTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** What the page says is what Prometheus reads. */
  @ParameterizedTest
  @EnumSource
  void shouldShowEachMeterAsItIsWrittenDown(MeterSpec spec) {
    RegisteredMeters meters = new RegisteredMeters(registry);
    String[] values = spec.tags().stream().map(tag -> "v").toArray(String[]::new);
    switch (spec.kind()) {
      case COUNTER -> meters.counter(spec, values).increment();
      case GAUGE -> meters.set(spec, 1, values);
      case TIMER -> meters.timer(spec, values).record(Duration.ofMillis(1));
      case SUMMARY -> meters.summary(spec, values).record(0.5);
    }
    String labels =
        spec.tags().stream()
            .map(tag -> tag.key() + "=\"v\"")
            .sorted()
            .collect(Collectors.joining(","));
    boolean many = spec.kind() == Kind.TIMER || spec.kind() == Kind.SUMMARY;
    String series = spec.prometheus() + (many ? "_count" : "");
    assertThat(registry.scrape())
        .contains("# HELP " + spec.prometheus() + " " + spec.description())
        .containsPattern(
            "(?m)^" + series + (labels.isEmpty() ? "" : "\\{" + labels + "\\}") + " 1(\\.0)?$");
    assertThat(registry.scrape().contains(spec.prometheus() + "_bucket"))
        .isEqualTo(spec.buckets().length > 0);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseOtherTagsThanItsOwn(MeterSpec spec) {
    String[] more = new String[spec.tags().size() + 1];
    Arrays.fill(more, "v");
    RegisteredMeters meters = new RegisteredMeters(new SimpleMeterRegistry());
    assertThatThrownBy(() -> meters.counter(spec, more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(spec.meter());
  }

  /** The values lie in packages that the ledger may not know. */
  @Test
  void shouldKnowEveryValueOfItsTags() {
    assertThat(MeterTag.REJECTION.known())
        .isEqualTo(Arrays.stream(RejectReason.values()).map(RejectReason::label).toList());
    assertThat(MeterTag.REFUSAL.known())
        .isEqualTo(
            Arrays.stream(BadBundleException.Reason.values())
                .map(BadBundleException.Reason::label)
                .toList());
    assertThat(MeterTag.ROLE.known())
        .isEqualTo(Arrays.stream(ScoreSlice.Role.values()).map(ScoreSlice.Role::label).toList());
    assertThat(MeterTag.DECISION.known())
        .isEqualTo(
            Arrays.stream(ModelDecision.Verdict.values())
                .map(ModelDecision.Verdict::label)
                .toList());
    assertThat(MeterTag.BY.known())
        .isEqualTo(Arrays.stream(ModelDecision.By.values()).map(ModelDecision.By::label).toList());
    assertThat(MeterTag.CONDITION.known())
        .isEqualTo(
            Arrays.stream(Certificate.Condition.values())
                .filter(condition -> condition != Certificate.Condition.CLEAN)
                .map(Certificate.Condition::label)
                .toList());
  }

  /** A processor's first bad frame is one from 0, and there are few series however it runs. */
  @Test
  void shouldCountFromZeroOfAllThatCanCome() {
    List<Modality> modalities = List.of(new Modality("audio"), new Modality("video"));
    Meters meters = new Meters(registry);
    meters.begin(MeterSpec.Where.PROCESSOR, modalities, List.of("no", "yes"));
    assertThat(registry.scrape())
        .contains("skewline_decode_rejected_total{reason=\"truncated\"} 0.0")
        .contains("skewline_align_frames_ended_total{modality=\"video\",outcome=\"late\"} 0.0")
        .contains("skewline_fuse_predictions_total{class=\"yes\"} 0.0")
        .contains("skewline_models_refused_total{reason=\"untrusted\"} 0.0")
        .doesNotContain("skewline_train_");
    int before = registry.getMeters().size();
    meters.rejected("truncated");
    meters.bundleRefused("hash-mismatch");
    assertThat(registry.getMeters()).hasSize(before).hasSizeLessThan(80);
  }
}
