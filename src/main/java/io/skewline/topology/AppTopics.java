// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.topology.Topics.TopicSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topics of one topology file and how they are made. */
public final class AppTopics {
  private AppTopics() {}

  /**
   * @param partitions of every topic keyed by stream
   */
  public static Map<String, TopicSpec> specs(FusionApp app, int partitions) {
    int maxBytes = app.decode().maxRecordBytes() + (1 << 20);
    // Append time: latencies are measured from it, and tasks interleave partitions by it.
    TopicSpec keyed =
        new TopicSpec(
            partitions,
            Map.of(
                "message.timestamp.type",
                "LogAppendTime",
                "max.message.bytes",
                Integer.toString(maxBytes)));
    Map<String, TopicSpec> specs = new LinkedHashMap<>();
    for (String topic : app.frameTopics()) {
      specs.put(topic, keyed);
    }
    specs.put(app.train().labelsTopic(), keyed);
    specs.put(app.train().examplesTopic(), keyed);
    specs.put(app.outputs().predictions(), keyed);
    specs.put(app.outputs().rejected(), keyed);
    app.outputs().ledger().ifPresent(topic -> specs.put(topic, keyed));
    specs.put(
        app.models().topic(),
        new TopicSpec(
            1,
            Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                Integer.toString(app.models().partBytes() + (1 << 20)))));
    return specs;
  }

  /** What meets in a task of the processor. */
  public static List<String> ofProcessor(FusionApp app) {
    return List.of(app.frameTopics());
  }

  /** What meets in a task of the trainer. */
  public static List<String> ofTrainer(FusionApp app) {
    List<String> topics = new ArrayList<>(Arrays.asList(app.frameTopics()));
    topics.add(app.train().labelsTopic());
    return topics;
  }
}
