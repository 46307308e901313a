// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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

/**
 * One life of the align node in Kafka Streams' own test driver, between a node that counts what
 * comes in and the {@link SettleNode}. It commits after every record and every tick.
 */
final class NodeDriver implements AutoCloseable {
  private final TopologyTestDriver driver;
  private final Map<Modality, TestInputTopic<StreamId, StreamEvent>> inputs = new TreeMap<>();
  private final TestOutputTopic<Bytes, byte[]> changelog;
  private final Map<Bytes, byte[]> stored;
  private final Set<Modality> behind = new HashSet<>();
  private final Drain drain = new Drain();
  final Meters meters = Meters.unread();
  private long nowMillis;

  /**
   * @param stored what an earlier life left in align's changelog
   */
  NodeDriver(
      AlignSettings settings,
      DriverTopics topics,
      SettleNode.Results results,
      Map<Bytes, byte[]> stored,
      long nowMillis) {
    this.stored = new TreeMap<>(stored);
    this.nowMillis = nowMillis;
    topics.startAnew();
    var ids = new ByReference<StreamId>();
    var events = new ByReference<StreamEvent>();
    Topology topology = new Topology();
    topology.addSource(
        "frames",
        ids,
        events,
        settings.names().stream().map(Modality::name).toArray(String[]::new));
    topology.addProcessor("decode", Counting::new, "frames");
    topology.addProcessor(
        "align",
        () ->
            new AlignProcessor(
                settings,
                new AlignProcessor.Children("settle", "settle"),
                (modality, partition, now) ->
                    behind.contains(modality) ? InputProgress.UNKNOWN : now,
                drain,
                topics,
                meters),
        "decode");
    topology.addProcessor("settle", () -> new SettleNode(results), "align");
    topology.addStateStore(LedgerStore.builder(), "decode", "align");
    topology.addStateStore(AlignProbe.restored(settings, Map.copyOf(stored)), "align", "settle");
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    driver = new TopologyTestDriver(topology, config, Instant.ofEpochMilli(nowMillis));
    for (Modality modality : settings.names()) {
      inputs.put(modality, driver.createInputTopic(modality.name(), ids, events));
    }
    changelog =
        driver.createOutputTopic(
            "app-align-changelog", new BytesDeserializer(), new ByteArrayDeserializer());
  }

  /** Stands in for decode: opens the ledger, counts what comes in. */
  private static final class Counting
      implements Processor<StreamId, StreamEvent, StreamId, StreamEvent> {
    private ProcessorContext<StreamId, StreamEvent> context;
    private LedgerStore ledger;

    @Override
    public void init(ProcessorContext<StreamId, StreamEvent> context) {
      this.context = context;
      ledger = context.getStateStore(LedgerStore.NAME);
      ledger.open();
    }

    @Override
    public void process(Record<StreamId, StreamEvent> record) {
      if (record.value() instanceof Frame frame) {
        ledger.received(frame.modality());
        context.forward(record.withValue(frame.with(Topics.copy(frame.layers()))));
      } else {
        context.forward(record);
      }
    }
  }

  /** A punctuation, with the partitions of some modalities behind. */
  void tick(long atMillis, Set<Modality> modalities) {
    behind.clear();
    behind.addAll(modalities);
    driver.advanceWallClockTime(Duration.ofMillis(atMillis - nowMillis));
    nowMillis = atMillis;
  }

  void pipe(StreamEvent event) {
    inputs
        .get(event.modality())
        .pipeInput(new TestRecord<>(event.stream(), event, Instant.ofEpochMilli(nowMillis)));
  }

  Drain drain() {
    return drain;
  }

  LedgerStore ledger() {
    return (LedgerStore) driver.getStateStore(LedgerStore.NAME);
  }

  AlignStore store() {
    return (AlignStore) driver.getStateStore(AlignStore.NAME);
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
