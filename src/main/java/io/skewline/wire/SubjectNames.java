// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.Arrays;

/** Confluent's subject name strategies for record values. */
enum SubjectNames {
  TOPIC("TopicNameStrategy") {
    @Override
    String subject(String topic, String recordName) {
      return topic + "-value";
    }
  },
  RECORD("RecordNameStrategy") {
    @Override
    String subject(String topic, String recordName) {
      return recordName;
    }
  },
  TOPIC_RECORD("TopicRecordNameStrategy") {
    @Override
    String subject(String topic, String recordName) {
      return topic + "-" + recordName;
    }
  };

  private static final String CONFLUENT = "io.confluent.kafka.serializers.subject.";

  private final String name;

  SubjectNames(String name) {
    this.name = name;
  }

  abstract String subject(String topic, String recordName);

  /**
   * The strategy for a topic that carries several record types: one subject cannot hold them, its
   * compatibility check would refuse the second.
   */
  SubjectNames ofSharedTopic() {
    return this == TOPIC ? TOPIC_RECORD : this;
  }

  /**
   * @param text the strategy's name, alone or with Confluent's package before it
   */
  static SubjectNames of(String text) {
    String simple = text.startsWith(CONFLUENT) ? text.substring(CONFLUENT.length()) : text;
    return Arrays.stream(values())
        .filter(strategy -> strategy.name.equals(simple))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "value.subject.name.strategy must be one of "
                        + Arrays.stream(values()).map(s -> s.name).toList()
                        + ": was '"
                        + text
                        + "'"));
  }
}
