// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline topics}. */
@Command(
    name = "topics",
    description = "Creates the topics of a topology file that do not exist yet.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      description = "Of every topic keyed by stream (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      var existing = topics.partitions(AppTopics.ofTrainer(app));
      var created = topics.create(AppTopics.specs(app, partitions, existing));
      System.out.println(created.isEmpty() ? "all topics exist" : "created " + created);
      topics.requireCoPartitioned(AppTopics.ofProcessor(app));
      topics.requireCoPartitioned(AppTopics.ofTrainer(app));
    }
    return 0;
  }
}
