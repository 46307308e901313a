// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.topology.FusionApp.Stream;
import io.skewline.wire.DecodeSettings;
import io.skewline.wire.RepartitionProcessor;
import io.skewline.wire.SafeTimestampExtractor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The topics that one application decodes frames from: its producers' own, or where the file says
 * {@code repartition: true} one of ours, {@code <application id>-<modality>-repartition}, to which
 * the application itself copies the frames so that every modality is spread alike.
 *
 * @param applicationId the processor's or the trainer's: each has its own copies
 */
public record FrameTopics(FusionApp app, String applicationId) {

  public static FrameTopics ofProcessor(FusionApp app) {
    return new FrameTopics(app, app.name());
  }

  public static FrameTopics ofTrainer(FusionApp app) {
    return new FrameTopics(app, TrainingTopology.applicationId(app));
  }

  static String repartition(String applicationId, String modality) {
    return applicationId + "-" + modality + "-repartition";
  }

  /** Where frames of this modality are decoded from. */
  String of(Stream stream) {
    return stream.repartition()
        ? repartition(applicationId, stream.spec().modality().name())
        : stream.topic();
  }

  String of(Modality modality) {
    return app.streams().stream()
        .filter(s -> s.spec().modality().equals(modality))
        .map(this::of)
        .findFirst()
        .orElseThrow();
  }

  /** Where frames are decoded from, in the order of the file: they meet in one task. */
  String[] decoded() {
    return app.streams().stream().map(this::of).toArray(String[]::new);
  }

  List<Stream> repartitioned() {
    return app.streams().stream().filter(Stream::repartition).toList();
  }

  /** The file's settings on the topics that are decoded. */
  DecodeSettings decode() {
    Map<String, ModalitySpec> specs = new LinkedHashMap<>();
    Set<String> ours = new LinkedHashSet<>();
    for (Stream stream : app.streams()) {
      specs.put(of(stream), stream.spec());
      if (stream.repartition()) {
        ours.add(of(stream));
      }
    }
    return app.decode().on(specs, ours);
  }

  /**
   * Adds the way from each repartitioned modality's topic to ours, a sub-topology of its own. To be
   * called last: the tasks of the main walk keep their numbers, and with them their state on disk.
   */
  void addRepartitions(Topology topology) {
    for (Stream stream : repartitioned()) {
      String node = "repartition-" + stream.spec().modality();
      topology.addSource(
          Topology.AutoOffsetReset.EARLIEST,
          node + "-in",
          new SafeTimestampExtractor(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          stream.topic());
      topology.addProcessor(node, () -> new RepartitionProcessor(app.decode()), node + "-in");
      // The producer's default partitioner is the murmur2 that Java producers use.
      topology.addSink(
          node + "-out", of(stream), new ByteArraySerializer(), new ByteArraySerializer(), node);
    }
  }
}
