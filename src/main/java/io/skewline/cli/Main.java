// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.BadConfigException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.PicocliException;

/** The {@code skewline} command. */
@Command(
    name = "skewline",
    description = "Fuses live streams of several modalities on Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed while running",
      "2:wrong usage of the command line",
      "78:wrong configuration (topology file, --set, --kafka)"
    },
    subcommands = {
      DemoCommand.class,
      BrokerCommand.class,
      ProcessCommand.class,
      TrainCommand.class,
      ReplayCommand.class,
      EncodersCommand.class,
      SweepCommand.class,
      ResultsCommand.class,
      TopicsCommand.class,
      DoctorCommand.class,
      DescribeCommand.class,
      ModelsCommand.class,
      LedgerCommand.class,
      ScoreCommand.class,
      ExplainCommand.class,
      AutoComplete.GenerateCompletion.class,
      HelpCommand.class
    })
public final class Main {
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int BAD_CONFIG = 78;

  private Main() {}

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .registerConverter(Path.class, Path::of)
        .setExecutionExceptionHandler(Main::onError)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** One line for what a user can mend; a stack trace only where it is a fault of ours. */
  private static int onError(
      Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    if (thrown instanceof BadConfigException) {
      command.getErr().println(thrown.getMessage());
      return BAD_CONFIG;
    }
    if (thrown instanceof PicocliException) {
      command.getErr().println("skewline: " + thrown.getMessage());
      return USAGE;
    }
    Optional<String> refused = refused(thrown);
    if (refused.isPresent()) {
      command.getErr().println("skewline: " + refused.get());
      return FAILED;
    }
    if (thrown instanceof IllegalStateException
        || thrown instanceof java.io.IOException
        || thrown instanceof java.io.UncheckedIOException) {
      command.getErr().println("skewline: " + thrown.getMessage());
      return FAILED;
    }
    LoggerFactory.getLogger(Main.class)
        .error("skewline {} failed", command.getCommandName(), thrown);
    return FAILED;
  }

  /** What a broker that does not let us in says, and where to look. */
  private static Optional<String> refused(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .filter(AuthenticationException.class::isInstance)
        .findFirst()
        .map(
            e ->
                "Kafka: "
                    + e.getMessage()
                    + " (look at "
                    + (e instanceof SslAuthenticationException
                        ? "ssl.truststore.* and ssl.keystore.*"
                        : "sasl.mechanism and sasl.jaas.config")
                    + ")");
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"skewline " + (version == null ? "(from classes)" : version)};
    }
  }
}
