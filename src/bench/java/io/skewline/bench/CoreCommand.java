// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import io.skewline.bench.core.CoreLoad;
import io.skewline.bench.core.FlinkDuel;
import io.skewline.bench.core.Growth;
import io.skewline.bench.core.Growth.Point;
import io.skewline.bench.core.Restore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench core}: the aligner without a broker. */
@Command(
    name = "core",
    description = {
      "Measures the aligner's core without a broker: beside Apache Flink (local environment,",
      "parallelism 1, in-memory source, no checkpoints), by what it allocates, while streams and",
      "modalities grow, and how open windows are restored."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CoreCommand implements Callable<Integer> {
  private static final Target FASTER = Target.atLeast(5);
  private static final Target ALLOCATION = Target.atMost(64);
  private static final Target FLAT = Target.atMost(2);
  private static final int TAIL_TICKS = 10;

  enum Part {
    FLINK,
    GROWTH,
    RESTORE
  }

  @Option(names = "--parts", split = ",", description = "Any of ${COMPLETION-CANDIDATES}.")
  Set<Part> parts = Set.of(Part.values());

  @Option(names = "--pairs", description = "Pairs of runs of ours and Flink.")
  int pairs = 10;

  @Option(names = "--streams", description = "Streams beside Flink.")
  int streams = 1_000;

  @Option(names = "--seconds", description = "Event time of a run: 50 frames a second and stream.")
  int seconds = 4;

  @Option(names = "--width", description = "Floats per frame beside Flink.")
  int width = 768;

  @Option(names = "--warm-ups", description = "Pairs that do not count, before.")
  int warmUps = 2;

  @Option(names = "--rounds", description = "Runs of each point of growth, and of the restore.")
  int rounds = 3;

  @Option(
      names = "--growth-width",
      description = "Floats per frame while streams grow: 100,000 must fit in memory.")
  int growthWidth = 16;

  @Option(names = "--restore-windows", description = "Open windows, of two modalities each.")
  int restoreWindows = 100_000;

  @Option(names = "--restore-width", description = "Floats per modality of a window.")
  int restoreWidth = 128;

  @Mixin Output output = new Output();
  @Spec CommandSpec spec = CommandSpec.create();

  private final Scoreboard board = new Scoreboard("value", "what");
  private final Map<String, Object> results = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.line());
    out.flush();
    output.measure(
        () -> {
          if (parts.contains(Part.FLINK)) {
            flink(true, out);
            flink(false, out);
          }
          if (parts.contains(Part.GROWTH)) {
            growth(out);
          }
          if (parts.contains(Part.RESTORE)) {
            restore();
          }
        });
    out.println();
    out.print(board);
    out.flush();
    output.write(results);
    return board.hold() ? 0 : 1;
  }

  private void flink(boolean nearest, PrintWriter out) throws Exception {
    CoreLoad load = new CoreLoad(streams, 2, 25, width);
    FlinkDuel duel = new FlinkDuel(load, nearest, seconds * 25 + TAIL_TICKS);
    for (int pair = 0; pair < warmUps + pairs; pair++) {
      duel.pair(pair % 2 == 0, pair >= warmUps, out);
    }
    double[] medians = duel.medians();
    board.ratio(
        duel.ratio(),
        Optional.of(FASTER),
        duel.name() + ", frames/s of CPU, %,.0f / %,.0f".formatted(medians[0], medians[1]));
    board.ratio(
        duel.ratioOfJoin(),
        Optional.empty(),
        duel.name() + ", Flink's join thread alone, %,.0f".formatted(medians[2]));
    row(duel.name() + ", bytes allocated per frame by ours", medians[3], Optional.of(ALLOCATION));
    results.put(
        duel.name(),
        Map.of("ratio", duel.ratio(), "ratioOfJoin", duel.ratioOfJoin(), "medians", medians));
  }

  private void growth(PrintWriter out) {
    List<Point> points = new Growth(growthWidth).measure(rounds);
    for (Point point : points) {
      out.printf(
          "%,7d streams, %d modalities: %6.0f ns and %5.1f bytes per frame, bare join %6.0f ns"
              + " (width %d)%n",
          point.streams(),
          point.modalities(),
          point.nanosPerFrame(),
          point.bytesPerFrame(),
          point.bareNanosPerFrame(),
          growthWidth);
    }
    row(
        "cost per frame, dearest / cheapest, streams 100 to 100,000",
        spread(points, 2, 0),
        Optional.of(FLAT));
    row(
        "the same of the least that any join does",
        spread(points, 2, 0, Point::bareNanosPerFrame),
        Optional.empty());
    row(
        "cost per frame, dearest / cheapest, modalities 2 to 4",
        spread(points, 0, 1_000),
        Optional.of(FLAT));
    results.put("growth", points);
  }

  /** Of the points with so many modalities, or so many streams; 0 for any. */
  private static double spread(List<Point> points, int modalities, int streams) {
    return spread(points, modalities, streams, Point::nanosPerFrame);
  }

  private static double spread(
      List<Point> points, int modalities, int streams, ToDoubleFunction<Point> cost) {
    var some =
        points.stream()
            .filter(p -> modalities == 0 || p.modalities() == modalities)
            .filter(p -> streams == 0 || p.streams() == streams)
            .mapToDouble(cost)
            .summaryStatistics();
    return some.getMax() / some.getMin();
  }

  private void restore() {
    List<Restore.Result> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      all.add(Restore.measure(restoreWindows, restoreWidth));
    }
    String what = "%,d open windows of 2 x %d floats".formatted(restoreWindows, restoreWidth);
    row(what + ", bytes each", all, Restore.Result::bytesPerWindow);
    row(what + ", write, s", all, Restore.Result::writeSeconds);
    row(what + ", restore, s", all, Restore.Result::restoreSeconds);
    results.put("restore", all);
  }

  private void row(String what, List<Restore.Result> all, ToDoubleFunction<Restore.Result> value) {
    double median = new Median().evaluate(all.stream().mapToDouble(value).toArray());
    row(what, median, Optional.empty());
  }

  private void row(String what, double value, Optional<Target> target) {
    board.value("%,.2f".formatted(value), value, target, what);
  }
}
