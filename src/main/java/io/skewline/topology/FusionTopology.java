// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignProcessor;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.align.AlignStore;
import io.skewline.align.Drain;
import io.skewline.align.FrameSource;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.serve.ActiveModel;
import io.skewline.serve.FuseProcessor;
import io.skewline.serve.Shadow;
import io.skewline.serve.VerdictListener;
import io.skewline.wire.Codecs;
import io.skewline.wire.DecodeProcessor;
import io.skewline.wire.EmitProcessor;
import io.skewline.wire.ReplayTimestampExtractor;
import io.skewline.wire.SafeTimestampExtractor;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The walk of a record, whole: bytes → decode → align → fuse → emit → predictions, and where a
 * candidate is heard, fuse → emit-shadow → shadow. All nodes of a partition run in one task, on one
 * thread, over two stores: align's windows and the ledger.
 */
public final class FusionTopology {
  private FusionTopology() {}

  /**
   * @param active the model in service; followed by somebody else
   * @param inputs how far the application has read, and how its inputs are spread
   * @param drain whether it is to end for good
   */
  public static Topology build(
      FusionApp app, Codecs codecs, ActiveModel active, Inputs inputs, Drain drain, Meters meters) {
    ActiveModel none = new ActiveModel(Meters.unread());
    return build(app, codecs, active, none, VerdictListener.NONE, inputs, drain, meters);
  }

  /**
   * As above.
   *
   * @param candidate scores a share of the windows as well; followed by somebody else
   * @param told of every verdict, on the stream threads
   */
  public static Topology build(
      FusionApp app,
      Codecs codecs,
      ActiveModel active,
      ActiveModel candidate,
      VerdictListener told,
      Inputs inputs,
      Drain drain,
      Meters meters) {
    String rejected = app.outputs().rejected();
    FrameTopics frames = FrameTopics.ofProcessor(app);
    PartitionerCheck check = inputs.partitioners();
    Optional<String> outcomes = app.outputs().ledger().map(topic -> "outcomes");
    var children = new DecodeProcessor.Children("align", Optional.of("rejected"), outcomes);

    FrameSource source = new InputFrames(app, codecs);
    var windows = AlignProcessor.Children.of("fuse");
    var verdicts = FuseProcessor.Children.of("emit");

    Topology topology = new Topology();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "frames",
        readOrder(app, frames),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        frames.decoded());
    topology.addProcessor(
        "decode",
        () ->
            new DecodeProcessor(
                frames.decode(), codecs, rejected, children, check, inputs::processed, meters),
        "frames");
    topology.addProcessor(
        "align",
        () -> new AlignProcessor(app.align(), windows, inputs, drain, source, meters),
        "decode");
    topology.addProcessor(
        "fuse",
        () ->
            shadowed(
                app,
                new FuseProcessor(app.fuse(), verdicts, active, drain, check::closed, meters)
                    .telling(told),
                candidate,
                meters),
        "align");
    topology.addProcessor(
        "emit",
        () -> new EmitProcessor<>(codecs.predictions(), app.outputs().predictions()),
        "fuse");
    topology.addSink(
        "predictions",
        app.outputs().predictions(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        "emit");
    if (app.shadowed().share() > 0) {
      addShadow(topology, app, codecs);
    }
    topology.addSink(
        "rejected", rejected, new ByteArraySerializer(), new ByteArraySerializer(), "decode");
    topology.addStateStore(LedgerStore.builder(), "decode", "align");
    topology.addStateStore(AlignStore.builder(app.align()), "align", "fuse");
    app.outputs().ledger().ifPresent(topic -> addOutcomes(topology, codecs, topic));
    frames.addRepartitions(topology); // of the modalities for which the file asks it
    return topology;
  }

  private static FuseProcessor shadowed(
      FusionApp app, FuseProcessor fuse, ActiveModel candidate, Meters meters) {
    return app.shadowed().share() > 0
        ? fuse.shadowedBy(new Shadow(app.fuse(), candidate, app.shadowed(), meters))
        : fuse;
  }

  private static void addShadow(Topology topology, FusionApp app, Codecs codecs) {
    topology.addProcessor(
        Shadow.NODE,
        () -> new EmitProcessor<>(codecs.predictions(), app.outputs().shadow()),
        "fuse");
    topology.addSink(
        "shadow",
        app.outputs().shadow(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        Shadow.NODE);
  }

  private static TimestampExtractor readOrder(FusionApp app, FrameTopics frames) {
    return app.align().time() == TimeMode.REPLAY
        ? new ReplayTimestampExtractor(List.of(frames.decoded()))
        : new SafeTimestampExtractor();
  }

  /** Frames end in three nodes: rejected, without a window, or with the verdict on theirs. */
  private static void addOutcomes(Topology topology, Codecs codecs, String topic) {
    topology.addProcessor(
        "outcomes",
        () -> new EmitProcessor<>(codecs.frameEnds(), topic),
        "decode",
        "align",
        "fuse");
    topology.addSink(
        "ledger", topic, new ByteArraySerializer(), new ByteArraySerializer(), "outcomes");
  }
}
