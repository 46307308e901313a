// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import io.skewline.bench.pipeline.Latency;
import io.skewline.bench.pipeline.Restart;
import io.skewline.bench.pipeline.Saturation;
import io.skewline.bench.pipeline.Saturation.Wire;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench pipeline}: decode, align, fuse with a real model, emit. */
@Command(
    name = "pipeline",
    description = {
      "Measures the whole pipeline with a real model behind the embedded broker: how long a",
      "window's prediction takes at a steady rate, how many windows a second it can give, and how",
      "long it takes to start with many windows open."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PipelineCommand implements Callable<Integer> {
  private static final int BUDGET_MILLIS = 25;

  /** What the product's applications commit at, unless the topology file says otherwise. */
  private static final int COMMIT_MILLIS = 100;

  enum Part {
    LATENCY,
    SATURATION,
    RESTART
  }

  @Option(names = "--parts", split = ",", description = "Any of ${COMPLETION-CANDIDATES}.")
  Set<Part> parts = Set.of(Part.values());

  @Option(names = "--rate", description = "Windows per second: streams with windows of 1 s.")
  int rate = 500;

  @Option(names = "--frames", description = "Frames per window and modality.")
  int frames = 5;

  @Option(names = "--warm-up", description = "Seconds before the latencies count.")
  int warmUp = 15;

  @Option(names = "--seconds", description = "Seconds of windows whose latency counts.")
  int seconds = 60;

  @Option(names = "--rounds", description = "Saturation runs that count, after one that does not.")
  int rounds = 3;

  @Option(names = "--backlog", description = "MB of vectors that a saturation run reads.")
  int backlog = 400;

  @Option(names = "--open-windows", description = "Open windows of a restart, of two modalities.")
  int openWindows = 100_000;

  @Option(names = "--open-width", description = "Floats per frame of those.")
  int openWidth = 128;

  @Mixin Output output = new Output();
  @Spec CommandSpec spec = CommandSpec.create();

  private final Map<String, Object> results = new LinkedHashMap<>();
  private boolean held = true;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.line());
    out.flush();
    output.measure(
        () -> {
          if (parts.contains(Part.LATENCY)) {
            latency(out);
          }
          if (parts.contains(Part.SATURATION)) {
            saturation(out);
          }
          if (parts.contains(Part.RESTART)) {
            restart(out);
          }
        });
    output.write(results);
    return held ? 0 : 1;
  }

  private void latency(PrintWriter out) throws Exception {
    Table table =
        new Table(
            "ms at %d windows/s".formatted(rate),
            "windows",
            "p50",
            "p99",
            "max",
            "target p99",
            "holds");
    for (boolean exactlyOnce : new boolean[] {false, true}) {
      Latency.Result result = new Latency(rate, frames, warmUp, seconds).run(exactlyOnce);
      String guarantee = exactlyOnce ? "exactly once" : "at least once";
      out.printf(
          "%s: commit %.1f ms on average, %.1f at the most; frames sent up to %.0f ms late%n",
          guarantee, result.commitMillis(), result.commitMostMillis(), result.sentLateMillis());
      out.flush();
      double limit =
          exactlyOnce ? COMMIT_MILLIS + result.commitMillis() + BUDGET_MILLIS : BUDGET_MILLIS;
      result
          .byReason()
          .forEach(
              (reason, times) -> {
                String what = guarantee + ", " + reason.label();
                Histogram judged = exactlyOnce ? times.seen() : times.appended();
                row(table, what + ": to the append", times.appended(), exactlyOnce ? 0 : limit);
                row(
                    table,
                    what + ": until seen, read_committed",
                    times.seen(),
                    exactlyOnce ? limit : 0);
                row(table, what + ": event-time wait before", times.eventTimeWait(), 0);
                held &= Target.atMost(limit).holds(judged.getValueAtPercentile(99));
              });
    }
    out.println();
    out.println(table);
    out.flush();
  }

  /**
   * @param limit of the 99th percentile; 0 for none
   */
  private void row(Table table, String what, Histogram millis, double limit) {
    double p99 = millis.getValueAtPercentile(99);
    Target target = Target.atMost(limit);
    table.row(
        what,
        "%,d".formatted(millis.getTotalCount()),
        "%d".formatted(millis.getValueAtPercentile(50)),
        "%.0f".formatted(p99),
        "%d".formatted(millis.getMaxValue()),
        limit == 0 ? "-" : target.toString(),
        limit == 0 ? "-" : target.holds(p99) ? "yes" : "NO");
    results.put(
        what,
        Map.of(
            "windows", millis.getTotalCount(),
            "p50", millis.getValueAtPercentile(50),
            "p99", p99,
            "max", millis.getMaxValue(),
            "targetP99", limit));
  }

  private void saturation(PrintWriter out) throws Exception {
    Table table = new Table("saturation", "windows/s", "frames/s", "MB/s on the wire");
    for (boolean exactlyOnce : new boolean[] {false, true}) {
      Map<Wire, List<Double>> perSecond = new EnumMap<>(Wire.class);
      for (int round = 0; round <= rounds; round++) {
        for (Wire wire : Wire.values()) {
          Saturation.Result result =
              new Saturation(frames, backlog * 1_000_000L).run(wire, exactlyOnce);
          out.printf("%-8s %s%n", round == 0 ? "warm-up" : "round " + round, result);
          out.flush();
          if (round > 0) {
            perSecond.computeIfAbsent(wire, w -> new ArrayList<>()).add(result.windowsPerSecond());
          }
        }
      }
      perSecond.forEach((wire, all) -> row(table, wire, exactlyOnce, all));
    }
    out.println();
    out.println(table);
    out.flush();
  }

  private void restart(PrintWriter out) throws Exception {
    Table table = new Table("restart", "changelog B/frame", "start, s", "with nothing open, s");
    for (Restart.Changelog changelog : Restart.Changelog.values()) {
      Restart.Result result = new Restart(openWindows, frames, openWidth).run(changelog);
      double perFrame = result.changelogBytes() / (2.0 * frames * openWindows);
      String what =
          "%,d windows of 2 x %d frames x %d floats, changelog of %s"
              .formatted(openWindows, frames, openWidth, changelog.name().toLowerCase(Locale.ROOT));
      table.row(
          what,
          "%.1f".formatted(perFrame),
          "%.2f".formatted(result.seconds()),
          "%.2f".formatted(result.emptySeconds()));
      results.put(what, result);
    }
    out.println();
    out.println(table);
    out.flush();
  }

  private void row(Table table, Wire wire, boolean exactlyOnce, List<Double> perSecond) {
    double median =
        new Median().evaluate(perSecond.stream().mapToDouble(Double::doubleValue).toArray());
    String what = wire.label() + (exactlyOnce ? ", exactly once" : ", at least once");
    double framesPerSecond = median * 2 * frames;
    table.row(
        what,
        "%,.0f".formatted(median),
        "%,.0f".formatted(framesPerSecond),
        "%.1f".formatted(framesPerSecond * wire.bytes() / 1e6));
    results.put("saturation, " + what, perSecond);
  }
}
