// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code skewline bench}: one subcommand per measurement. */
@Command(
    name = "bench",
    description = "Measures Skewline beside other systems.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AlignCommand.class,
      CoreCommand.class,
      FusionCommand.class,
      PipelineCommand.class,
      SwapCommand.class,
      JmhCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    CommandLine commands =
        new CommandLine(new Bench())
            .registerConverter(Path.class, Path::of)
            .setExecutionExceptionHandler(Bench::onError)
            .setCaseInsensitiveEnumValuesAllowed(true);
    // Brokers and mini clusters leave threads behind.
    System.exit(commands.execute(args));
  }

  /** One line for a wrong option; what fails while it is measured is shown whole. */
  private static int onError(Exception thrown, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (thrown instanceof IllegalArgumentException) {
      command.getErr().println(thrown.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw thrown;
  }
}
