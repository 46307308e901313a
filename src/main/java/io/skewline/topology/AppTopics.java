// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.topology.Topics.TopicSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The topics of one topology file and how they are made. */
public final class AppTopics {
  /** Only what lies in older segments is compacted. */
  private static final int SEGMENT = 16 << 20;

  private AppTopics() {}

  /**
   * @param partitions of every topic keyed by stream
   */
  public static Map<String, TopicSpec> specs(FusionApp app, int partitions) {
    return specs(app, partitions, partitions);
  }

  /**
   * As above, beside topics that exist.
   *
   * @param existing with their partitions; a repartition topic gets as many as those it meets
   */
  public static Map<String, TopicSpec> specs(
      FusionApp app, int partitions, Map<String, Integer> existing) {
    Set<String> ours = Set.copyOf(repartitions(app));
    int met =
        ofTrainer(app).stream()
            .filter(topic -> !ours.contains(topic) && existing.containsKey(topic))
            .map(existing::get)
            .findFirst()
            .orElse(partitions);
    return specs(app, partitions, met);
  }

  private static Map<String, TopicSpec> specs(FusionApp app, int partitions, int repartitions) {
    int maxBytes = app.decode().maxRecordBytes() + (1 << 20);
    // Append time: latencies are measured from it, and tasks interleave partitions by it.
    Map<String, String> settings =
        Map.of(
            "message.timestamp.type",
            "LogAppendTime",
            "max.message.bytes",
            Integer.toString(maxBytes));
    TopicSpec keyed = new TopicSpec(partitions, settings);
    Map<String, TopicSpec> specs = new LinkedHashMap<>();
    for (String topic : app.frameTopics()) {
      specs.put(topic, keyed);
    }
    for (String topic : repartitions(app)) {
      specs.put(topic, new TopicSpec(repartitions, settings));
    }
    specs.put(app.train().labelsTopic(), keyed);
    boolean oneOrder = app.train().learner().deterministic();
    specs.put(app.train().examplesTopic(), oneOrder ? new TopicSpec(1, settings) : keyed);
    specs.put(app.outputs().predictions(), keyed);
    specs.put(app.outputs().rejected(), keyed);
    specs.put(app.outputs().shadow(), keyed);
    // Keyed by slice; small, so in one partition.
    specs.put(
        app.outputs().scores(),
        new TopicSpec(
            1,
            Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                Integer.toString(maxBytes),
                "segment.bytes",
                Integer.toString(Math.max(SEGMENT, maxBytes)))));
    app.outputs().ledger().ifPresent(topic -> specs.put(topic, keyed));
    specs.put(
        app.models().topic(),
        new TopicSpec(
            1,
            Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                Integer.toString(app.models().partBytes() + (1 << 20)),
                "segment.bytes",
                Integer.toString(Math.max(SEGMENT, app.models().partBytes() + (2 << 20))))));
    specs.put(app.models().decisions(), new TopicSpec(1, Map.of("retention.ms", "-1")));
    return specs;
  }

  /** Every topic that the file names, and those of ours beside them. */
  public static Set<String> all(FusionApp app) {
    return specs(app, 1).keySet();
  }

  /** What meets in a task of the processor. */
  public static List<String> ofProcessor(FusionApp app) {
    return List.of(FrameTopics.ofProcessor(app).decoded());
  }

  /** What meets in a task of the trainer. */
  public static List<String> ofTrainer(FusionApp app) {
    List<String> topics = new ArrayList<>(List.of(FrameTopics.ofTrainer(app).decoded()));
    topics.add(app.train().labelsTopic());
    topics.add(app.outputs().predictions());
    topics.add(app.outputs().shadow());
    return topics;
  }

  /** The topics of ours, of the processor and of the trainer. */
  private static List<String> repartitions(FusionApp app) {
    return Stream.of(FrameTopics.ofProcessor(app), FrameTopics.ofTrainer(app))
        .flatMap(frames -> frames.repartitioned().stream().map(frames::of))
        .toList();
  }
}
