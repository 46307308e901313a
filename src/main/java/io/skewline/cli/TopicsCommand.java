// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.TopicNeeds;
import io.skewline.topology.Topics;
import io.skewline.topology.Units;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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

  @Option(
      names = "--alter",
      description =
          "Also sets retention, compaction and record sizes of existing topics as `skewline doctor`"
              + " wants them.")
  private boolean alter;

  @Option(
      names = "--outage",
      defaultValue = "1h",
      converter = OutageConverter.class,
      description = "With --alter: how long nobody may read (default: ${DEFAULT-VALUE}).")
  private Duration outage;

  /** As durations in the topology file. */
  static final class OutageConverter implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Units.duration(text);
    }
  }

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      var existing = topics.partitions(AppTopics.ofTrainer(app));
      var created = topics.create(AppTopics.specs(app, partitions, existing));
      System.out.println(created.isEmpty() ? "all topics exist" : "created " + created);
      if (alter) {
        TopicNeeds needs = new TopicNeeds(app, outage);
        topics
            .alter(needs, AppTopics.specs(app, 1).keySet())
            .forEach(
                one ->
                    System.out.printf("set %s=%s of %s%n", one.key(), one.wanted(), one.topic()));
      }
      topics.requireCoPartitioned(AppTopics.ofProcessor(app));
      topics.requireCoPartitioned(AppTopics.ofTrainer(app));
    }
    return 0;
  }
}
