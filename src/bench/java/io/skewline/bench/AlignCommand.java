// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import io.skewline.bench.align.Cluster;
import io.skewline.bench.align.Comparison;
import io.skewline.bench.align.Duel;
import io.skewline.bench.align.Load;
import io.skewline.bench.align.Scores;
import io.skewline.bench.align.Tournament;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench align}: the same records through the embedded broker, ours beside the peers. */
@Command(
    name = "align",
    description = {
      "Reads the same records with ours, a bare consumer, and Kafka Streams' own joins.",
      "Contestants: bare; ours-window, ours-nearest; join-memory, join-rocksdb;"
          + " tables-memory, tables-rocksdb; with -eos exactly once, else at least once."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class AlignCommand implements Callable<Integer> {
  @Option(names = "--pairs", description = "Pairs of runs per comparison.")
  int pairs = 10;

  @Option(names = "--warm-ups", description = "Unmeasured runs of every contestant before.")
  int warmUps = 1;

  @Option(names = "--records", description = "Without the tail that closes the last windows.")
  int records = 200_000;

  @Option(names = "--streams", description = "Streams, each with both modalities.")
  int streams = 1_000;

  @Option(names = "--rate", description = "Frames per second of event time, stream and modality.")
  int rate = 25;

  @Option(names = "--width", description = "Floats per frame, one layer.")
  int width = 768;

  @Option(
      names = "--compare",
      split = ",",
      paramLabel = "NAME|A:B",
      description = {
        "bare, join-memory, join-rocksdb, join-exactly-once, tables-memory (all by default),",
        "or any two contestants."
      })
  List<String> compare = new ArrayList<>();

  @Mixin Output output = new Output();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Comparison> comparisons =
        compare.isEmpty() ? Comparison.TARGETS : compare.stream().map(Comparison::of).toList();
    Load load = Load.of(streams, rate, width, records);
    out.printf(
        "%,d records (%d s of %d streams, 2 modalities, %d frames/s, 1 layer of %d floats), 1"
            + " partition%n%s%n%s%n",
        load.total(), load.seconds(), streams, rate, width, Machine.line(), Tournament.settings());
    out.flush();
    List<Duel> duels = new ArrayList<>();
    try (Cluster cluster = new Cluster()) {
      cluster.produce(load);
      Tournament tournament = new Tournament(cluster, load, out);
      tournament.warmUp(comparisons, warmUps);
      output.measure(() -> duels.addAll(tournament.run(comparisons, pairs)));
    }
    out.println();
    Scoreboard scores = Scores.of(duels, load);
    out.print(scores);
    out.flush();
    output.write(Map.of("load", load, "comparisons", duels.stream().map(Duel::details).toList()));
    return scores.hold() ? 0 : 1;
  }
}
