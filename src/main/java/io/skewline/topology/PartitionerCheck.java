// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Modality;
import io.skewline.wire.KeyWatch;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches by what the producers of each modality spread its keys. Where they differ, the frames of
 * a stream lie in partitions of different numbers, which meet in no task: its windows stay
 * one-sided for ever and nothing else says why. Keys are looked at by sample, see {@link
 * KeySample}. Safe for many threads.
 */
public final class PartitionerCheck implements KeyWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionerCheck.class);
  private static final long REVIEW_MILLIS = 1_000;
  private static final long WARN_AGAIN_MILLIS = 60_000;

  /** Modality to the topic that it is decoded from, in the order of the file. */
  private final Map<Modality, String> topics;

  private final Clock clock;
  private volatile @Nullable Watched watched;
  private volatile long reviewedMillis;
  private String warned = "";
  private long warnedMillis;

  PartitionerCheck(Map<Modality, String> topics, Meters meters, Clock clock) {
    this.topics = new LinkedHashMap<>(topics);
    this.clock = clock;
    for (Modality modality : topics.keySet()) {
      for (Partitioner one : Partitioner.values()) {
        meters.partitioner(modality, one.label(), () -> found(modality) == one);
      }
    }
  }

  /** What is watched once the number of partitions is known. */
  private static final class Watched {
    private final Map<String, KeySample[]> samples = new LinkedHashMap<>();
    private final Pairing pairing;
    private final int partitions;

    Watched(Iterable<String> topics, int partitions) {
      this.partitions = partitions;
      this.pairing = new Pairing(partitions);
      for (String topic : topics) {
        KeySample[] ofTopic = new KeySample[partitions];
        for (int p = 0; p < partitions; p++) {
          ofTopic[p] = new KeySample(p, partitions);
        }
        samples.put(topic, ofTopic);
      }
    }

    KeyEvidence evidence(String topic) {
      KeyEvidence sum = new KeyEvidence(partitions, 0, 0, 0);
      for (KeySample sample : samples.get(topic)) {
        sum = sum.plus(sample.evidence());
      }
      return sum;
    }
  }

  /** Begins. With one partition there is nothing to check. */
  void begin(int partitions) {
    watched = partitions > 1 ? new Watched(topics.values(), partitions) : null;
  }

  @Override
  public void seen(RecordMetadata where, byte @Nullable [] key) {
    Watched now = watched;
    if (now == null || key == null || where.partition() >= now.partitions) {
      return;
    }
    KeySample sample = now.samples.get(where.topic())[where.partition()];
    if (sample.due()) {
      sample.look(key);
      if (clock.millis() - reviewedMillis >= REVIEW_MILLIS) {
        review();
      }
    }
  }

  /** A window of the task of this partition has closed. */
  public void closed(ClosedWindow window, int partition) {
    Watched now = watched;
    if (now == null || partition >= now.partitions || !window.reason().isFinal()) {
      return;
    }
    boolean whole = window.window().present().size() == topics.size();
    if (now.pairing.closed(partition, whole)) {
      review();
    }
  }

  /** By what a modality's keys are spread, as far as this process has seen them. */
  public Partitioner found(Modality modality) {
    Watched now = watched;
    return now == null ? Partitioner.UNKNOWN : now.evidence(topics.get(modality)).found();
  }

  /** In words, for health; what is found only now is warned of, too. */
  public String detail() {
    if (watched == null) {
      return "nothing to check: one partition, or not started";
    }
    review();
    Map<Modality, String> found = new LinkedHashMap<>();
    topics.keySet().forEach(modality -> found.put(modality, found(modality).label()));
    return problem().map(p -> "degraded: " + p).orElse("partitioners found: " + found);
  }

  /** What keeps windows from being whole, with the fix; empty if nothing seems to. */
  public Optional<String> problem() {
    Watched now = watched;
    Map<Modality, KeyEvidence> seen = new LinkedHashMap<>();
    if (now != null) {
      topics.forEach((modality, topic) -> seen.put(modality, now.evidence(topic)));
      seen.values().removeIf(evidence -> evidence.keys() == 0);
    }
    if (seen.size() < 2 || mayAgree(seen)) {
      return Optional.empty();
    }
    boolean oneSided = now.pairing.oneSided();
    return oneSided || differ(seen)
        ? Optional.of(PartitionerAdvice.text(seen, topics, oneSided))
        : Optional.empty();
  }

  private static boolean mayAgree(Map<Modality, KeyEvidence> seen) {
    return Stream.of(Partitioner.MURMUR2, Partitioner.CRC32)
        .anyMatch(one -> seen.values().stream().allMatch(evidence -> evidence.mayBe(one)));
  }

  private static boolean differ(Map<Modality, KeyEvidence> seen) {
    Set<Partitioner> certain = EnumSet.noneOf(Partitioner.class);
    seen.values().forEach(evidence -> certain.add(evidence.found()));
    certain.remove(Partitioner.UNKNOWN);
    return certain.size() > 1;
  }

  /** Warns of what is new, once. */
  private synchronized void review() {
    long now = clock.millis();
    reviewedMillis = now;
    String text = problem().orElse("");
    if (!text.isEmpty() && !text.equals(warned) && now - warnedMillis >= WARN_AGAIN_MILLIS) {
      LOG.warn("{}", text);
      warned = text;
      warnedMillis = now;
    }
  }
}
