// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.FrameSource;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.wire.AcceptedFrames;
import io.skewline.wire.Codecs;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producers' topics, as the place where align's frames lie. Not the copies of repartitioned
 * modalities: Kafka Streams deletes those once they are processed. Safe for many threads.
 */
public final class InputFrames implements FrameSource {
  private static final Logger LOG = LoggerFactory.getLogger(InputFrames.class);
  private static final int NAMED = 5;

  private final FusionApp app;
  private final AcceptedFrames frames;
  private final Set<Modality> kept;

  public InputFrames(FusionApp app, Codecs codecs) {
    this.app = app;
    this.frames = new AcceptedFrames(app.decode(), codecs);
    this.kept =
        app.streams().stream()
            .filter(stream -> !stream.repartition())
            .map(stream -> stream.spec().modality())
            .collect(Collectors.toSet());
  }

  @Override
  public boolean keeps(Modality modality) {
    return kept.contains(modality);
  }

  @Override
  public Map<Frame, LayerStack> read(int partition, Set<Frame> bare) {
    long started = System.nanoTime();
    Map<TopicPartition, NavigableMap<Long, Frame>> wanted = new HashMap<>();
    for (Frame frame : bare) {
      wanted
          .computeIfAbsent(
              new TopicPartition(app.topicOf(frame.modality()), partition), p -> new TreeMap<>())
          .put(frame.offset(), frame);
    }
    LOG.info("Reading {} frames of open windows again from {}", bare.size(), wanted.keySet());
    Map<Frame, LayerStack> found = new HashMap<>();
    long bytes = read(wanted, found);
    wanted.values().forEach(frames -> frames.values().removeAll(found.keySet()));
    wanted.forEach(InputFrames::sayGone);
    LOG.info(
        "Read {} of {} frames again, among {} bytes, in {}",
        found.size(),
        bare.size(),
        bytes,
        Duration.ofNanos(System.nanoTime() - started));
    return found;
  }

  private long read(
      Map<TopicPartition, NavigableMap<Long, Frame>> wanted, Map<Frame, LayerStack> found) {
    Map<TopicPartition, NavigableSet<Long>> offsets = new HashMap<>();
    wanted.forEach((where, frames) -> offsets.put(where, frames.navigableKeySet()));
    try (var reader = new OffsetReader(StreamsSettings.client(app), offsets)) {
      reader.read(
          record -> {
            var where = new TopicPartition(record.topic(), record.partition());
            take(record, wanted.get(where).get(record.offset()), found);
          });
      return reader.bytes();
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, Frame bare, Map<Frame, LayerStack> found) {
    try {
      Frame read = frames.decode(record.topic(), record.key(), record.value());
      if (FrameSource.sameRecord(read, bare)) {
        found.put(bare, read.layers());
      }
    } catch (WireException e) {
      LOG.warn(
          "{}-{} offset {} is no frame any more: {} {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.reason().label(),
          e.getMessage());
    }
  }

  private static void sayGone(TopicPartition where, NavigableMap<Long, Frame> gone) {
    if (!gone.isEmpty()) {
      List<Long> first = gone.keySet().stream().limit(NAMED).toList();
      LOG.error(
          "{} frames that open windows hold are no longer on topic {} partition {}, offsets {}{}:"
              + " they keep their place in the books, but count as without layers; let retention.ms"
              + " of the topic exceed the longest time that a window may be open, and any outage, or"
              + " set align.changelog to frames",
          gone.size(),
          where.topic(),
          where.partition(),
          first,
          gone.size() > NAMED ? " ..." : "");
    }
  }
}
