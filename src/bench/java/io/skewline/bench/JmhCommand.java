// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench jmh}: the inner parts, one by one. */
@Command(
    name = "jmh",
    description =
        "Runs the JMH benchmarks: DecodeFrame, AddToPool, AcceptFrames, WriteChanges, TellVerdict.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class JmhCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "REGEX", description = "Which ones; all by default.")
  List<String> include = new ArrayList<>();

  @Option(names = "--forks", description = "JVMs of each benchmark.")
  int forks = 2;

  @Option(names = "--iterations", description = "Of one second, as many to warm up.")
  int iterations = 5;

  @Option(names = "--prof", description = "JMH profilers, e.g. gc, stack.")
  List<String> profilers = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's results there.")
  @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(forks)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true);
    List<String> patterns =
        include.isEmpty() ? List.of("io\\.skewline\\.bench\\.jmh\\..*") : include;
    patterns.forEach(options::include);
    profilers.forEach(profiler -> options.addProfiler(profiler));
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    new Runner(options.build()).run();
    return 0;
  }
}
