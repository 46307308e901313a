// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignProcessor;
import io.skewline.align.AlignStore;
import io.skewline.align.Drain;
import io.skewline.align.FrameSource;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.train.LabelJoinProcessor;
import io.skewline.train.LabelStore;
import io.skewline.train.score.ScoreProcessor;
import io.skewline.train.score.ScoreSettings;
import io.skewline.train.score.ScoreStore;
import io.skewline.wire.Codecs;
import io.skewline.wire.DecodeProcessor;
import io.skewline.wire.EmitProcessor;
import io.skewline.wire.LabelDecodeProcessor;
import io.skewline.wire.PredictionDecodeProcessor;
import io.skewline.wire.SafeTimestampExtractor;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The trainer's half of the walk: bytes → decode → align → label → emit → examples topic, and
 * beside it predictions → score → scores topic. What learns from the examples is {@link
 * io.skewline.train.TrainingRun}.
 */
public final class TrainingTopology {
  private TrainingTopology() {}

  /** The application id of the trainer beside that of the processor. */
  public static String applicationId(FusionApp app) {
    return applicationId(app.name());
  }

  static String applicationId(String name) {
    return name + "-train";
  }

  public static Topology build(FusionApp app, Codecs codecs, Inputs inputs, Meters meters) {
    String rejected = app.outputs().rejected();
    FrameTopics frames = FrameTopics.ofTrainer(app);
    PartitionerCheck check = inputs.partitioners();
    FrameSource source = new InputFrames(app, codecs);
    Topology topology = new Topology();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "frames",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        frames.decoded());
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "labels",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        app.train().labelsTopic());
    // The processor reads the same frames and writes their rejections; the labels' are ours.
    var frameChildren = new DecodeProcessor.Children("align", Optional.empty());
    topology.addProcessor(
        "decode",
        () ->
            new DecodeProcessor(
                frames.decode(), codecs, rejected, frameChildren, check, inputs::processed, meters),
        "frames");
    List<String> labelled = List.of("label", "score");
    topology.addProcessor(
        "decode-label",
        () ->
            new LabelDecodeProcessor(app.decode(), codecs, rejected, labelled, "rejected", meters),
        "labels");
    topology.addProcessor(
        "align",
        () ->
            new AlignProcessor(
                app.align().finalOnly(),
                AlignProcessor.Children.of("label"),
                inputs,
                new Drain(),
                source,
                meters),
        "decode");
    topology.addProcessor(
        "label",
        () ->
            new LabelJoinProcessor(
                app.train(),
                context -> context.<AlignStore>getStateStore(AlignStore.NAME),
                check::closed,
                meters),
        "align",
        "decode-label");
    topology.addProcessor(
        "emit", () -> new EmitProcessor<>(codecs.examples(), app.train().examplesTopic()), "label");
    topology.addSink(
        "examples",
        app.train().examplesTopic(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        "emit");
    addScoreboard(topology, app, codecs, meters);
    topology.addSink(
        "rejected",
        rejected,
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        "decode-label",
        "decode-prediction");
    topology.addStateStore(LedgerStore.builder(), "decode", "align");
    topology.addStateStore(AlignStore.builder(app.align().finalOnly()), "align", "label");
    topology.addStateStore(LabelStore.builder(), "label");
    frames.addRepartitions(topology); // of the modalities for which the file asks it
    return topology;
  }

  /** The very predictions that were made meet the labels, as the windows do. */
  private static void addScoreboard(
      Topology topology, FusionApp app, Codecs codecs, Meters meters) {
    ScoreSettings settings = app.scoring();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "predictions",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        app.outputs().predictions(),
        app.outputs().shadow());
    topology.addProcessor(
        "decode-prediction",
        () ->
            new PredictionDecodeProcessor(
                app.decode(), codecs, app.outputs().rejected(), "score", "rejected", meters),
        "predictions");
    topology.addProcessor(
        "score",
        () -> new ScoreProcessor(settings, codecs.scores(), meters),
        "decode-prediction",
        "decode-label");
    topology.addStateStore(ScoreStore.builder(), "score");
    topology.addSink(
        "scores",
        settings.scoresTopic(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        "score");
  }
}
