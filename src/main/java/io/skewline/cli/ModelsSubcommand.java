// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.BadBundleException;
import io.skewline.models.OvertakenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands on the models topic have in common: they read it first. */
abstract class ModelsSubcommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;
  @Spec private CommandSpec spec;

  /** Looks at the options alone. */
  void check() {}

  abstract void run(ModelsTopic topic, PrintWriter out) throws IOException, BadBundleException;

  @Override
  public final Integer call() throws IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    try (ModelsTopic topic = new ModelsTopic(options.app())) {
      run(topic, out);
    } catch (KafkaException | OvertakenException | BadBundleException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      out.flush();
    }
    return 0;
  }
}
