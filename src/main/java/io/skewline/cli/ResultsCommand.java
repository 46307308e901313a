// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.learn.sweep.SweepSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skewline results}. */
@Command(
    name = "results",
    description =
        "Fits encoders and sweeps plans on the data sets of docs/RESULTS.md, and writes each table"
            + " there with the commands that give it. A run that was broken off goes on where it"
            + " was.",
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the folders of the data sets.")
  private Path data;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      required = true,
      description = "Where encoders and sweeps are kept.")
  private Path work;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "docs/RESULTS.md",
      description =
          "Page whose sections are written anew, the rest being left as it is (default:"
              + " ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--topologies",
      paramLabel = "DIR",
      defaultValue = "topologies",
      description = "Folder of the topology files (default: ${DEFAULT-VALUE}).")
  private Path topologies;

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These sections alone.")
  private List<String> only;

  @Option(
      names = "--seeds",
      defaultValue = "" + SweepSettings.SEEDS,
      description = "As of `skewline sweep` (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--budget",
      paramLabel = "FITS",
      defaultValue = "40",
      description = "As of `skewline sweep` (default: ${DEFAULT-VALUE}).")
  private int budget;

  @Override
  public Integer call() throws IOException {
    List<Study> studies = chosen();
    OutputFile.check("--out", out);
    List<String> more = List.of("--seeds", "" + seeds, "--budget", "" + budget);
    for (Study study : studies) {
      System.err.println("results: " + study.name());
      Path encoders = encoders(study);
      Path sweep = work.resolve(study.name());
      Files.createDirectories(sweep);
      run(study.sweep(topologies, data, encoders, sweep, more));
      String table = Files.readString(sweep.resolve(Study.TABLE));
      MarkedPage.write(out, study.name(), section(study, more, table));
    }
    return 0;
  }

  /** Fitted unless they are there; a folder that is not whole has another name. */
  private Path encoders(Study study) throws IOException {
    Path whole = work.resolve("encoders").resolve(study.signals());
    if (!Files.exists(whole)) {
      Path under = work.resolve("encoders").resolve(study.signals() + ".unfinished");
      run(study.encoders(topologies, data, under));
      Files.move(under, whole);
    }
    return whole;
  }

  private List<Study> chosen() {
    List<String> names = Study.all().stream().map(Study::name).toList();
    List<String> wanted = only == null ? names : only;
    if (!names.containsAll(wanted)) {
      throw new ParameterException(
          spec.commandLine(), "--only is " + wanted + "; allowed: " + names);
    }
    return Study.all().stream().filter(study -> wanted.contains(study.name())).toList();
  }

  private static void run(List<String> words) throws IOException {
    int status = Main.commandLine().execute(words.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("skewline " + String.join(" ", words) + ": exit status " + status);
    }
  }

  /** With the commands as one types them, DATA and WORK for the folders. */
  private static String section(Study study, List<String> more, String table) {
    Path topologies = Path.of("topologies");
    Path data = Path.of("DATA");
    Path encoders = Path.of("WORK", "encoders", study.signals());
    return "## "
        + study.title()
        + "\n\n```sh\n"
        + typed(study.encoders(topologies, data, encoders))
        + typed(study.sweep(topologies, data, encoders, Path.of("WORK", study.name()), more))
        + "```\n\n"
        + table;
  }

  private static String typed(List<String> words) {
    return words.stream()
        .map(word -> word.contains("[") ? "'" + word + "'" : word)
        .collect(Collectors.joining(" ", "./skewline ", "\n"));
  }
}
