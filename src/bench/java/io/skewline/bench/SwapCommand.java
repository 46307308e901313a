// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import io.skewline.bench.swap.Limit;
import io.skewline.bench.swap.SwapRun;
import io.skewline.bench.swap.SwapRun.Latencies;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench swap}: what a swap of models costs, and that it loses, repeats and mixes nothing.
 */
@Command(
    name = "swap",
    description = {
      "Swaps models in a running processor under a steady load, every tenth publication being bad,",
      "and holds each prediction against what was sent and against the version that it names."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SwapCommand implements Callable<Integer> {
  @Option(names = "--swaps", description = "Models made active in all.")
  long swaps = 10_000;

  @Option(names = "--pairs", description = "Phases with swaps, each beside one without.")
  int pairs = 20;

  @Option(names = "--quiet-seconds", description = "Length of a phase without swaps.")
  int quietSeconds = 6;

  @Option(
      names = "--most-seconds",
      description = {
        "A phase with swaps ends after so long, done or not; the next one makes up for it.",
        "The whole run takes at most pairs x (most + quiet + 5) seconds or so."
      })
  int mostSeconds = 24;

  @Option(names = "--rate", description = "Windows per second: streams with windows of 1 s.")
  int rate = 200;

  @Option(names = "--frames", description = "Frames per window and modality.")
  int frames = 2;

  @Option(
      names = "--swaps-per-second",
      description = "Publications, bad ones among them, in a phase with swaps: at the most.")
  double perSecond = 30;

  @Option(names = "--at-least-once", description = "Instead of exactly_once_v2.")
  boolean atLeastOnce;

  @Option(names = "--direct", description = "Read and swap in this process, past the models topic.")
  boolean direct;

  @Option(names = "--seed", description = "Of what is spoiled where.")
  long seed = 1;

  @Mixin Output output = new Output();
  @Spec CommandSpec spec = CommandSpec.create();

  private final Map<String, Object> results = new LinkedHashMap<>();
  private boolean held = true;

  @Override
  public Integer call() throws Exception {
    if (swaps < pairs
        || pairs < 4
        || rate < 1
        || frames < 1
        || quietSeconds < 1
        || mostSeconds < 1
        || perSecond <= 0) {
      throw new IllegalArgumentException(
          "pairs must be 4 or more, swaps at least as many, the rest above 0");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.line());
    out.flush();
    SwapRun.Settings settings =
        new SwapRun.Settings(
            swaps,
            pairs,
            rate,
            frames,
            perSecond,
            quietSeconds,
            mostSeconds,
            !atLeastOnce,
            direct,
            seed);
    results.put("settings", settings);
    output.measure(() -> report(new SwapRun(settings, out).run(), out));
    output.write(results);
    return held ? 0 : 1;
  }

  private void report(SwapRun.Result result, PrintWriter out) {
    out.printf(
        "%n%,d windows, each predicted once: none lost, none repeated; by version %s%n",
        result.windows(), result.byVersion());
    out.printf(
        "scores of %,d computed once more, to 1e-5; frames sent up to %.0f ms late%n",
        result.scoredAgain(), result.sentLateMillis());
    out.printf(
        "%,d of %,d swaps; refused for the right reason: %s%n",
        result.swaps(), swaps, result.refused());
    out.printf("swaps/s in their phases: %.1f on average%n%n", perSecond(result));
    latency(result, out);
    growth(result, out);
    results.put("windows", result.windows());
    results.put("byVersion", result.byVersion());
    results.put("scoredAgain", result.scoredAgain());
    results.put("swaps", result.swaps());
    results.put("refused", result.refused());
    results.put("swapsPerSecond", perSecond(result));
    results.put("sentLateMillis", result.sentLateMillis());
    results.put("slopes", result.slopes());
    results.put("samples", result.samples());
  }

  private static double perSecond(SwapRun.Result result) {
    return result.pairs().stream()
        .mapToDouble(Latencies::swapsPerSecond)
        .average()
        .orElse(Double.NaN);
  }

  private void latency(SwapRun.Result result, PrintWriter out) {
    Table table = new Table("ms, trigger to append", "quiet", "swapping", "added", "95 %", "holds");
    for (double percentile : new double[] {50, 99}) {
      SummaryStatistics quiet = new SummaryStatistics();
      SummaryStatistics swapping = new SummaryStatistics();
      SummaryStatistics added = new SummaryStatistics();
      for (Latencies pair : result.pairs()) {
        double without = pair.quiet().getValueAtPercentile(percentile);
        double with = pair.swapping().getValueAtPercentile(percentile);
        quiet.addValue(without);
        swapping.addValue(with);
        added.addValue(with - without);
      }
      double margin = margin(added);
      boolean judged = percentile > 50;
      Limit holds = Limit.of(added.getMean(), margin, result.batchMillis());
      held &= !judged || holds != Limit.NO;
      table.row(
          "p%.0f, mean of %d pairs".formatted(percentile, result.pairs().size()),
          "%.1f".formatted(quiet.getMean()),
          "%.1f".formatted(swapping.getMean()),
          "%.1f".formatted(added.getMean()),
          "%.1f .. %.1f".formatted(added.getMean() - margin, added.getMean() + margin),
          judged ? holds.toString() : "-");
      results.put(
          "p%.0f".formatted(percentile),
          Map.of(
              "quiet", quiet.getMean(),
              "swapping", swapping.getMean(),
              "added", added.getMean(),
              "margin", margin,
              "holds", judged ? holds.toString() : "-"));
    }
    out.println(table);
    out.printf(
        "one batch: %.1f ms (linger and mean scoring; the longest scoring took %.1f ms)%n%n",
        result.batchMillis(), result.longestScoreMillis());
    results.put("batchMillis", result.batchMillis());
  }

  /** Of the 95 % interval of the mean. */
  private static double margin(SummaryStatistics values) {
    double t = new TDistribution(values.getN() - 1.0).inverseCumulativeProbability(0.975);
    return t * values.getStandardDeviation() / Math.sqrt(values.getN());
  }

  private void growth(SwapRun.Result result, PrintWriter out) {
    Table table =
        new Table(
            "growth over %,d swaps, by the slope".formatted(result.swaps()),
            "at the end",
            "growth",
            "95 %",
            "limit",
            "flat");
    for (var slope : result.slopes()) {
      held &= slope.flat() != Limit.NO;
      table.row(
          slope.of(),
          "%.1f".formatted(slope.last()),
          "%.2f".formatted(slope.growth()),
          "%.2f .. %.2f"
              .formatted(slope.growth() - slope.margin(), slope.growth() + slope.margin()),
          "%.1f".formatted(slope.limit()),
          slope.flat().toString());
    }
    out.println(table);
    out.flush();
  }
}
