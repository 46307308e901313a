// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import io.skewline.bench.fusion.Memory;
import io.skewline.bench.fusion.Scores;
import io.skewline.bench.fusion.Serving;
import io.skewline.bench.fusion.Training;
import io.skewline.network.NetworkUnderTest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench fusion}: the network without streams. */
@Command(
    name = "fusion",
    description = {
      "Measures fusion engines beside ONNX Runtime and SameDiff on the same weights, training steps",
      "beside SameDiff, and memory while training. One thread each, by its CPU time; answers are",
      "held against each other first."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class FusionCommand implements Callable<Integer> {
  enum Part {
    SERVING,
    TRAINING,
    MEMORY,
    PEAK
  }

  @Option(names = "--parts", split = ",", description = "Any of ${COMPLETION-CANDIDATES}.")
  Set<Part> parts = Set.of(Part.values());

  @Option(names = "--pairs", description = "Pairs of turns of any two.")
  int pairs = 10;

  @Option(names = "--widths", split = ",", description = "Widths of the network.")
  List<Integer> widths = List.of(128, 768);

  @Option(names = "--batches", split = ",", description = "Windows scored at once.")
  List<Integer> batches = List.of(1, 8, 32, 128, 512);

  @Option(names = "--inputs", description = "Floats per layer vector; 0 for the width.")
  int inputs = 0;

  @Option(names = "--memory-width", description = "Width of the network whose memory is watched.")
  int memoryWidth = 128;

  @Option(names = "--steps", description = "Training steps while memory is watched.")
  int steps = 10_000;

  @Mixin Output output = new Output();
  @Spec CommandSpec spec = CommandSpec.create();

  private final Scores scores = new Scores();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    double peak = NetworkUnderTest.sgemmPeak();
    out.println(Machine.line());
    out.printf(
        "one thread each (sgemm, OpenMP, ND4J, ONNX Runtime intra-op: 1), by its CPU time%n"
            + "sgemm peak %.0f GFLOP/s%n",
        peak);
    out.flush();
    output.measure(() -> measure(peak, out));
    out.println();
    out.print(scores);
    out.flush();
    output.write(scores.results());
    return scores.hold() ? 0 : 1;
  }

  private void measure(double peak, PrintWriter out) {
    for (int width : widths) {
      int vector = inputs == 0 ? width : inputs;
      if (parts.contains(Part.SERVING)) {
        for (int batch : batches) {
          say(out, "serving, width %d, batch %d".formatted(width, batch));
          new Serving(width, vector, batch).measure(pairs, peak, scores);
        }
      }
      if (parts.contains(Part.TRAINING)) {
        say(out, "training, width %d".formatted(width));
        new Training(width, vector).measure(pairs, peak, scores);
      }
    }
    if (parts.contains(Part.MEMORY)) {
      say(out, "memory, width %d".formatted(memoryWidth));
      new Memory(memoryWidth, steps).measure(out, scores);
    }
  }

  private static void say(PrintWriter out, String what) {
    out.println(what);
    out.flush();
  }
}
