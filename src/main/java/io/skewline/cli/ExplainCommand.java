// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.StreamId;
import io.skewline.topology.BadConfigException;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Units;
import io.skewline.topology.explain.Explainer;
import io.skewline.topology.explain.Explanation;
import io.skewline.topology.explain.ExplanationJson;
import io.skewline.topology.explain.ExplanationText;
import io.skewline.topology.explain.Question;
import io.skewline.wire.Codecs;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code skewline explain}. */
@Command(
    name = "explain",
    description = "Tells what became of the frames of a stream, and why; needs outputs.ledger.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--stream", paramLabel = "STREAM", required = true, description = "Whose frames.")
  private String stream;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = EventTime.class,
      description =
          "Event time: 2026-01-01T00:00:00Z, or milliseconds or microseconds since 1970. Default:"
              + " the newest that has ended.")
  private Long atMicros;

  @Option(
      names = "--around",
      paramLabel = "DURATION",
      defaultValue = "1s",
      converter = Amount.class,
      description = "So much event time before and after, e.g. 200ms (default: ${DEFAULT-VALUE}).")
  private Duration around;

  @Option(
      names = "--whole",
      description =
          "Read the ledger topic from its beginning: also finds frames that were rejected for being"
              + " stamped ahead, whose time was still to come.")
  private boolean whole;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    String ledger =
        app.outputs()
            .ledger()
            .orElseThrow(
                () ->
                    new BadConfigException(
                        options.topology.toString(),
                        List.of(
                            "outputs.ledger is missing; explain reads every frame's outcome from"
                                + " it; allowed: the name of a topic of its own")));
    OptionalLong at = atMicros == null ? OptionalLong.empty() : OptionalLong.of(atMicros);
    Question question = new Question(new StreamId(stream), at, around, whole);
    Explanation explanation =
        new Explainer(app, ledger, new Codecs(app.registry())).explain(question);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ExplanationJson.of(explanation));
    } else {
      ExplanationText.lines(explanation).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  /** An instant, or a number that tells by its size whether it counts milliseconds or micros. */
  static final class EventTime implements ITypeConverter<Long> {
    /** As milliseconds this is the year 5138, as microseconds 1973. */
    private static final long FEWEST_MICROS = 100_000_000_000_000L;

    @Override
    public Long convert(String text) {
      try {
        if (text.matches("\\d{1,18}")) {
          long number = Long.parseLong(text);
          return number >= FEWEST_MICROS ? number : number * 1_000;
        }
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text));
        if (micros >= 0) {
          return micros;
        }
      } catch (DateTimeParseException | ArithmeticException e) {
        // Told below, together with times that are too early.
      }
      throw new TypeConversionException(
          "must be a time since 1970 such as 2026-01-01T00:00:00Z, or milliseconds or microseconds"
              + " since then: was '"
              + text
              + "'");
    }
  }

  /** As in the topology file. */
  static final class Amount implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Units.duration(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "must be a whole number with us, ms, s, m, h or d: was '" + text + "'");
      }
    }
  }
}
