// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.align.Drain;
import io.skewline.http.MermaidTopology;
import io.skewline.ledger.Meters;
import io.skewline.serve.ActiveModel;
import io.skewline.topology.FrameTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.FusionTopology;
import io.skewline.topology.Inputs;
import io.skewline.topology.TrainingTopology;
import io.skewline.wire.Codecs;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline describe}. */
@Command(
    name = "describe",
    description = "Checks a topology file and prints its two Streams topologies.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;

  @Option(names = "--mermaid", description = "As Mermaid flowcharts.")
  private boolean mermaid;

  @Override
  public Integer call() throws Exception {
    for (TopologyDescription description : descriptions(options.app())) {
      System.out.println(mermaid ? MermaidTopology.of(description) : description.toString());
    }
    return 0;
  }

  /** The processor's, then the trainer's. */
  static List<TopologyDescription> descriptions(FusionApp app) {
    Codecs codecs = new Codecs(app.registry());
    Meters meters = Meters.unread();
    return List.of(
        FusionTopology.build(
                app, codecs, new ActiveModel(meters), new Inputs(app), new Drain(), meters)
            .describe(),
        TrainingTopology.build(app, codecs, new Inputs(FrameTopics.ofTrainer(app), meters), meters)
            .describe());
  }
}
