// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.align.AlignProbe;
import io.skewline.align.AlignProcessor;
import io.skewline.align.AlignSettings;
import io.skewline.align.AlignStore;
import io.skewline.align.ByReference;
import io.skewline.align.Drain;
import io.skewline.align.FrameSource;
import io.skewline.align.InputProgress;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.ShadowShare;
import io.skewline.ledger.Ledger;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;

/** align → fuse under a mocked clock, with a decode node that only counts. */
final class AlignFuseDriver implements AutoCloseable {
  static final double SHADOWED = 0.4;
  static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);

  private final AlignSettings align;
  private final TopologyTestDriver driver;
  private final TestInputTopic<StreamId, Frame> frames;
  private final TestOutputTopic<StreamId, Prediction> predictions;
  private final TestOutputTopic<StreamId, Prediction> shadows;
  private final TestOutputTopic<Bytes, byte[]> changelog;
  private final Map<Bytes, byte[]> stored;
  final Set<Modality> behind = new HashSet<>();
  final Drain drain = new Drain();

  /** Empty, unless a test swaps one in. */
  final ActiveModel candidate = new ActiveModel(Meters.unread());

  final Meters meters = Meters.unread();
  private Instant now = START;

  AlignFuseDriver(AlignSettings align, FuseSettings fuse, ActiveModel active) {
    this(align, fuse, active, new TreeMap<>());
  }

  /**
   * @param stored what an earlier driver left in align's changelog
   */
  AlignFuseDriver(
      AlignSettings align, FuseSettings fuse, ActiveModel active, Map<Bytes, byte[]> stored) {
    this.align = align;
    this.stored = new TreeMap<>(stored);
    var ids = new ByReference<StreamId>();
    var values = new ByReference<Frame>();
    var outcomes = new ByReference<Prediction>();
    Topology topology = new Topology();
    topology.addSource("frames", ids, values, "frames");
    topology.addProcessor("decode", Counting::new, "frames");
    topology.addProcessor(
        "align",
        () ->
            new AlignProcessor(
                align,
                AlignProcessor.Children.of("fuse"),
                (m, partition, now) -> behind.contains(m) ? InputProgress.UNKNOWN : now,
                drain,
                FrameSource.NONE,
                meters),
        "decode");
    topology.addProcessor(
        "fuse",
        () ->
            new FuseProcessor(fuse, FuseProcessor.Children.of("predictions"), active, drain, meters)
                .shadowedBy(new Shadow(fuse, candidate, new ShadowShare(SHADOWED), meters)),
        "align");
    topology.addSink(Shadow.NODE, "shadow", ids, outcomes, "fuse");
    topology.addSink("predictions", "predictions", ids, outcomes, "fuse");
    topology.addStateStore(LedgerStore.builder(), "decode", "align");
    topology.addStateStore(AlignProbe.restored(align, Map.copyOf(stored)), "align", "fuse");
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    driver = new TopologyTestDriver(topology, config, START);
    frames = driver.createInputTopic("frames", ids, values);
    predictions = driver.createOutputTopic("predictions", ids, outcomes);
    shadows = driver.createOutputTopic("shadow", ids, outcomes);
    changelog =
        driver.createOutputTopic(
            "app-align-changelog", new BytesDeserializer(), new ByteArrayDeserializer());
  }

  /** Stands in for decode: opens the ledger, counts what comes in. */
  private static final class Counting implements Processor<StreamId, Frame, StreamId, Frame> {
    private ProcessorContext<StreamId, Frame> context;
    private LedgerStore ledger;

    @Override
    public void init(ProcessorContext<StreamId, Frame> context) {
      this.context = context;
      ledger = context.getStateStore(LedgerStore.NAME);
      ledger.open();
    }

    @Override
    public void process(Record<StreamId, Frame> record) {
      ledger.received(record.value().modality());
      context.forward(record.withValue(copy(record.value())));
    }
  }

  /** A frame given to align is given away; tests send the same one again. */
  private static Frame copy(Frame frame) {
    float[][] values = new float[frame.layers().size()][];
    int[] indices = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      indices[i] = frame.layers().indexAt(i);
      values[i] = frame.layers().valuesAt(i).clone();
    }
    return new Frame(
        frame.stream(),
        frame.modality(),
        frame.eventTimeMicros(),
        frame.sequence(),
        frame.session(),
        frame.durationMicros(),
        LayerStack.of(indices, values));
  }

  void pipe(Frame frame) {
    frames.pipeInput(new TestRecord<>(frame.stream(), frame, now));
  }

  void advance(Duration by) {
    now = now.plus(by);
    driver.advanceWallClockTime(by);
  }

  List<Prediction> predictions() {
    return predictions.readValuesToList();
  }

  /** What the candidate said. */
  List<Prediction> shadows() {
    return shadows.readValuesToList();
  }

  Map<Modality, Ledger.Balance> ledger() {
    return ((LedgerStore) driver.getStateStore(LedgerStore.NAME)).balances();
  }

  AlignStore store() {
    return (AlignStore) driver.getStateStore(AlignStore.NAME);
  }

  long held(Modality modality) {
    return AlignProbe.held(store(), modality);
  }

  /** What a restart would find: the entries restored, with all that was committed since. */
  Map<Bytes, byte[]> stored() {
    for (var entry : changelog.readKeyValuesToList()) {
      if (entry.value == null) {
        stored.remove(entry.key);
      } else {
        stored.put(entry.key, entry.value);
      }
    }
    return stored;
  }

  @Override
  public void close() {
    driver.close();
  }
}
