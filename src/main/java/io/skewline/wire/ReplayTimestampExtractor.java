// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Makes the order in which a task reads the partitions of recorded topics one and the same every
 * time. Kafka Streams takes the partition whose next record has the lowest timestamp and leaves
 * open which of two equal ones comes first, and many are equal: a whole batch gets one append time.
 * So time is cut into steps of as many milliseconds as there are topics, and within a step the
 * topics come in the order of the topology file: no two topics ever show the same timestamp, and
 * none is off by more than a step.
 */
public final class ReplayTimestampExtractor implements TimestampExtractor {
  private final List<String> topics;

  /**
   * @param topics in the order of the topology file
   */
  public ReplayTimestampExtractor(List<String> topics) {
    this.topics = List.copyOf(topics);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    int step = topics.size();
    int place = Math.max(0, topics.indexOf(record.topic()));
    return Math.floorDiv(Math.max(0, record.timestamp()), step) * step + place;
  }
}
