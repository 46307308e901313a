// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.align.AlignProcessor;
import io.skewline.align.AlignStore;
import io.skewline.align.Drain;
import io.skewline.align.FrameSource;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.topology.FusionApp;
import io.skewline.topology.InputFrames;
import io.skewline.topology.Inputs;
import io.skewline.topology.TopologyFile;
import io.skewline.wire.DecodeProcessor;
import io.skewline.wire.SafeTimestampExtractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * Ours: the product's decode and align nodes with the settings of a topology file, and a node that
 * settles in the place of fuse.
 */
record Ours(Mode mode) implements Wiring {

  enum Mode {
    WINDOW("windows: { size: 1s }"),
    NEAREST("nearest: { anchor: audio, tolerance: %s }".formatted(Dsl.TOLERANCE_TEXT));

    private final String key;

    Mode(String key) {
      this.key = key;
    }
  }

  @Override
  public long results(Load load) {
    return mode == Mode.WINDOW ? load.windows() : load.framesPerModality();
  }

  @Override
  public Wired build(Site site) {
    FusionApp app = app(site);
    Inputs inputs = new Inputs(app);
    inputs.observing(site.config());
    FrameSource source = new InputFrames(app, site.cluster().codecs());
    Meters meters = Meters.unread();
    String rejected = app.outputs().rejected();
    var children = new DecodeProcessor.Children("align", Optional.empty());

    Topology topology = new Topology();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "frames",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        app.frameTopics());
    topology.addProcessor("count", () -> new CountNode<>(site.progress()), "frames");
    topology.addProcessor(
        "decode",
        () ->
            new DecodeProcessor(
                app.decode(),
                site.cluster().codecs(),
                rejected,
                children,
                inputs::processed,
                meters),
        "count");
    topology.addProcessor(
        "align",
        () ->
            new AlignProcessor(
                app.align(),
                AlignProcessor.Children.of("settle"),
                inputs,
                new Drain(),
                source,
                meters),
        "decode");
    topology.addProcessor("settle", SettleNode::new, "align");
    topology.addSink(
        "results", site.output(), new ByteArraySerializer(), new ByteArraySerializer(), "settle");
    topology.addStateStore(LedgerStore.builder(), "decode", "align");
    topology.addStateStore(AlignStore.builder(app.align()), "align", "settle");
    return new Wired(topology, inputs::of);
  }

  private FusionApp app(Site site) {
    try {
      Path file = Files.createTempFile("skewline-bench", ".yaml");
      try {
        Files.writeString(file, text(site));
        return TopologyFile.read(file, List.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(Site site) {
    return """
        name: bench
        task: { type: classification, labels: ["no", "yes"] }
        streams:
          - { modality: audio, topic: bench.audio, layers: 1, width: %1$d, lateness: %2$s }
          - { modality: video, topic: bench.video, layers: 1, width: %1$d, lateness: %2$s }
        align: { %3$s }
        fusion: { plan: late }
        outputs: { predictions: bench.predictions, rejected: bench.rejected }
        models: { topic: bench.models }
        train: { labels: bench.labels, examples: bench.examples }
        registry: { schema.registry.url: "%4$s" }
        kafka: { bootstrap.servers: "%5$s" }
        """
        .formatted(
            site.load().width(),
            Dsl.GRACE_TEXT,
            mode.key,
            site.cluster().registryUrl(),
            site.cluster().servers());
  }
}
