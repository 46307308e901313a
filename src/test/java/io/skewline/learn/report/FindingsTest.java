// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.learn.measure.ClassMeasure;
import io.skewline.learn.sweep.FitResult;
import io.skewline.learn.sweep.FitResult.Said;
import io.skewline.learn.sweep.FitStore;
import io.skewline.learn.sweep.Planted;
import io.skewline.learn.sweep.Sweep;
import io.skewline.learn.sweep.SweepOutcome;
import io.skewline.learn.sweep.SweepSettings;
import io.skewline.modality.LabelledWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences about sweeps whose fits said something else than they did. */
class FindingsTest {
  private static final List<LabelledWindow> EXAMPLES = Planted.product(480, 3, 2, 7);

  /** Enough for the skew-pairs of one pair, and for the one of two pairs at skew 1. */
  private static final SweepSettings SETTINGS = Planted.settings(Planted.YES_NO, 2, 16, 25);

  private static final String CHEAP = "skew-pair(d=1,k=1)";
  private static final String DEAR = "skew-pair(d=1,k=2)";

  /** Of an earlier run, by key. */
  private static final class Kept implements FitStore {
    private final Map<String, FitResult> results = new ConcurrentHashMap<>();

    @Override
    public Optional<FitResult> find(String key) {
      return Optional.ofNullable(results.get(key));
    }

    @Override
    public void save(FitResult result) {
      results.put(result.key(), result);
    }

    FitResult of(String contender, long seed) {
      return results.values().stream()
          .filter(r -> r.contender().equals(contender) && r.seed() == seed)
          .findFirst()
          .orElseThrow();
    }

    Kept with(UnaryOperator<FitResult> change) {
      Kept other = new Kept();
      results.values().forEach(result -> other.save(change.apply(result)));
      return other;
    }
  }

  private static SweepOutcome sweep(SweepSettings settings, FitStore fits) {
    return Sweep.run(settings, EXAMPLES, fits, (done, all, last) -> {});
  }

  @Test
  void shouldSayWhatSkewDoesForTheChosenPlan() {
    Kept fits = new Kept();
    String learned = sweep(SETTINGS, fits).selected().name();
    SweepOutcome outcome =
        sweep(
            SETTINGS,
            fits.with(
                fit ->
                    switch (fit.contender()) {
                      case CHEAP ->
                          says(
                              fit,
                              wrong(7, fits.of(learned, fit.seed()).validation()),
                              fits.of(learned, fit.seed()).reported());
                      case DEAR ->
                          says(
                              fit,
                              wrong(6, fits.of(learned, fit.seed()).validation()),
                              fits.of("late", fit.seed()).reported());
                      default ->
                          fit.contender().startsWith("skew-pair")
                              ? says(fit, fits.of("late", fit.seed()).validation(), fit.reported())
                              : fit;
                    }));
    assertThat(outcome.bestSkewed().name()).isEqualTo(DEAR);
    assertThat(outcome.selected().name()).as("as good and cheaper").isEqualTo(CHEAP);
    assertThat(new Findings(outcome).verdicts())
        .anyMatch(s -> s.startsWith("Skew helps here over late: the chosen plan, " + CHEAP + ","))
        .anyMatch(s -> s.startsWith("Skew does not help here over late: the best of the skewed"));
  }

  private static FitResult says(FitResult of, Said validation, Said reported) {
    return new FitResult(of.key(), of.contender(), of.seed(), validation, reported, of.without());
  }

  /** Some answers turned round; they were right, as nearly all are. */
  private static Said wrong(int count, Said said) {
    float[][] scores = said.scores().clone();
    for (int n = 0; n < count; n++) {
      int row = 10 * n;
      scores[row] = new float[] {scores[row][1], scores[row][0]};
    }
    return new Said(scores, said.halfWidths(), said.vectors());
  }

  @Test
  void shouldSayUnderATableThatItIsATrial(@TempDir Path folder) throws Exception {
    SweepSettings settings =
        new SweepSettings(SETTINGS.fit().withEpochs(2), ClassMeasure.LOG_LOSS, 2, 6, 200, 2);
    Kept fits = new Kept();
    assertThat(new Findings(sweep(settings, fits)).verdicts().get(0))
        .isEqualTo(
            "A trial, no result: that takes 5 seeds and 1000 resamples, these are 2 and 200.");

    SweepOutcome outcome =
        sweep(
            settings, fits.with(r -> r.contender().equals("audio alone") ? withoutNumbers(r) : r));
    assertThat(new Findings(outcome).verdicts())
        .noneMatch(s -> s.contains("NaN") || s.contains("audio alone is best"))
        .anyMatch(s -> s.startsWith("Of the baselines "));
    assertThat(new Findings(outcome).sentences())
        .anyMatch(
            s -> s.endsWith("from audio alone: it differs by what log-loss has no number for."));
    new SweepReport(outcome, "no numbers").write(folder);
    assertThat(ResultTable.markdown(outcome)).doesNotContain("NaN").contains("| audio alone | ");
    assertThat(Files.readString(folder.resolve("report.html")).replaceAll("base64,[^\"]*", ""))
        .doesNotContain("NaN");
  }

  private static FitResult withoutNumbers(FitResult of) {
    float[][] scores =
        Arrays.stream(of.reported().scores()).map(float[]::clone).toArray(float[][]::new);
    for (float[] row : scores) {
      Arrays.fill(row, Float.NaN);
    }
    Said reported = new Said(scores, of.reported().halfWidths(), new float[0][]);
    return says(of, of.validation(), reported);
  }
}
