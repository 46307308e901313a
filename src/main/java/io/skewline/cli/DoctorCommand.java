// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.skewline.topology.doctor.Doctor;
import io.skewline.topology.doctor.Finding;
import io.skewline.topology.doctor.Finding.Level;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code skewline doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at what must hold before processor and trainer start: broker, topics, registry, clocks,",
      "memory, model, group, ACLs. Says what is wrong and how to mend it; changes nothing.",
      "Exits with 1 if anything failed."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--outage",
      defaultValue = "1h",
      converter = TopicsCommand.OutageConverter.class,
      description =
          "How long nobody may read, so that topics have to keep records (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration outage;

  @Option(names = "--strict", description = "Exit with 1 for warnings, too.")
  private boolean strict;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<Finding> findings = new Doctor(options.app(), outage).examine();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ModelJson.text(json(findings)));
    } else {
      text(findings, out);
    }
    out.flush();
    boolean bad = count(findings, Level.FAILURE) > 0;
    return bad || strict && count(findings, Level.WARNING) > 0 ? Main.FAILED : 0;
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(one -> one.level() == level).count();
  }

  private static void text(List<Finding> findings, PrintWriter out) {
    for (Finding one : findings) {
      out.printf("%-8s %-9s %s%n", word(one.level()), one.check(), one.what());
      if (!one.fix().isEmpty()) {
        out.printf("%18s fix: %s%n", "", one.fix());
      }
    }
    out.printf(
        "%d failures, %d warnings%n",
        count(findings, Level.FAILURE), count(findings, Level.WARNING));
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static ArrayNode json(List<Finding> findings) {
    ArrayNode all = ModelJson.array();
    for (Finding one : findings) {
      all.addObject()
          .put("check", one.check())
          .put("level", word(one.level()))
          .put("what", one.what())
          .put("fix", one.fix());
    }
    return all;
  }
}
