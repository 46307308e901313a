// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Task;
import io.skewline.learn.report.FitLog;
import io.skewline.learn.report.ObjectiveTable;
import io.skewline.learn.report.ResultTable;
import io.skewline.learn.report.SweepReport;
import io.skewline.learn.sweep.ObjectiveStudy;
import io.skewline.learn.sweep.Sweep;
import io.skewline.learn.sweep.SweepOutcome;
import io.skewline.learn.sweep.SweepSettings;
import io.skewline.modality.LabelledWindow;
import io.skewline.replay.Dataset;
import io.skewline.replay.ReplayListener;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skewline sweep}. */
@Command(
    name = "sweep",
    description =
        "Tries which layers of which modality to fuse, on a data set, without a broker; chooses the"
            + " cheapest plan that cannot be told from the best. docs/SWEEP.md tells the files. A"
            + " run that was broken off goes on where it was.",
    mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
  /** As of {@code train.objectiveWeight}. */
  private static final int MOST_WEIGHT = 1000;

  @Spec private CommandSpec spec;
  @Mixin private TopologyOptions options;
  @Mixin private DatasetOptions dataset;
  @Mixin private SignalOptions signals;
  @Mixin private SweepOptions sweep;

  @Option(
      names = "--encoders",
      paramLabel = "DIR",
      required = true,
      description = "What `skewline encoders fit` wrote.")
  private Path encoders;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
  private Path out;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Also writes the baselines, late, pairwise, the best skew-pair and the chosen plan as a"
              + " table of Markdown; with --objectives their table.")
  private Path table;

  @Option(names = "--seconds", description = "Take only so much event time of the data set.")
  private Long seconds;

  @Option(
      names = "--objectives",
      split = ",",
      paramLabel = "LAMBDA",
      description =
          "Instead of plans, compare the dependency objectives on the topology's plan, with each of"
              + " these weights, e.g. 0.01,0.1,1; writes objectives.md.")
  private List<Double> objectives;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    SweepSettings settings = settings(app);
    requireWeights();
    ReplaySettings replay =
        signals.settings(
            app, Double.POSITIVE_INFINITY, SignalOptions.length(seconds), dataset.seed);
    requireTable();
    try (Dataset signalsOf = dataset.open(app)) {
      if (signalsOf.spanMicros().isEmpty() && seconds == null) {
        throw usage(signalsOf.name() + " has no end: how much of it is taken is for --seconds");
      }
      List<LabelledWindow> windows = windows(app, signalsOf, replay);
      System.err.println("sweep: " + windows.size() + " labelled windows of " + signalsOf.name());
      Files.createDirectories(out);
      return objectives == null
          ? sweep(settings, windows, "Sweep of " + app.name() + ", " + signalsOf.name())
          : compareObjectives(settings, windows);
    }
  }

  /** Beside the other files it may be, in a folder that is made. */
  private void requireTable() {
    boolean inside =
        table != null
            && out.toAbsolutePath()
                .normalize()
                .equals(table.toAbsolutePath().normalize().getParent());
    if (!inside || Files.exists(table)) {
      OutputFile.check("--table", table);
    }
  }

  private int sweep(SweepSettings settings, List<LabelledWindow> windows, String title)
      throws IOException {
    SweepOutcome outcome = outcome(settings, windows);
    SweepReport report = new SweepReport(outcome, title);
    report.write(out);
    writeTable(ResultTable.markdown(outcome));
    report.findings().forEach(System.out::println);
    System.out.print(report.topologyLines());
    System.err.println("sweep: see " + out.resolve("report.html"));
    return 0;
  }

  private void requireWeights() {
    for (double weight : objectives == null ? List.<Double>of() : objectives) {
      if (!(weight >= 0 && weight <= MOST_WEIGHT)) {
        throw usage("--objectives is " + weight + "; allowed: numbers in [0, " + MOST_WEIGHT + "]");
      }
    }
  }

  private int compareObjectives(SweepSettings settings, List<LabelledWindow> windows)
      throws IOException {
    try (FitLog fits = new FitLog(out.resolve("fits.jsonl"));
        SweepProgress progress = new SweepProgress(System.console() != null)) {
      String compared =
          ObjectiveTable.markdown(
              settings.measure(),
              ObjectiveStudy.run(settings, objectives, windows, fits, progress));
      Files.writeString(out.resolve("objectives.md"), compared);
      writeTable(compared);
      System.out.print(compared);
    }
    return 0;
  }

  private void writeTable(String markdown) throws IOException {
    if (table != null) {
      Files.writeString(table, markdown);
    }
  }

  private SweepSettings settings(FusionApp app) {
    if (app.specs().size() < 2) {
      throw usage("a sweep needs two modalities: the topology has " + app.specs().size());
    }
    if (objectives != null && app.task() instanceof Task.Clustering) {
      throw usage("--objectives compares what is learned besides a task; clusters have none");
    }
    try {
      return sweep.settings(app.train().fit());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<LabelledWindow> windows(FusionApp app, Dataset from, ReplaySettings replay)
      throws IOException, InterruptedException {
    return RecordedWindows.of(app, from, Encoders.load(app, encoders), replay, ReplayListener.NONE);
  }

  private SweepOutcome outcome(SweepSettings settings, List<LabelledWindow> windows)
      throws IOException {
    try (FitLog fits = new FitLog(out.resolve("fits.jsonl"));
        SweepProgress progress = new SweepProgress(System.console() != null)) {
      return Sweep.run(settings, windows, fits, progress);
    }
  }
}
