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

  private final String name;

  SubjectNames(String name) {
    this.name = name;
  }

  abstract String subject(String topic, String recordName);

  /**
   * @param text the strategy's name, with or without Confluent's package
   */
  static SubjectNames of(String text) {
    String simple = text.substring(text.lastIndexOf('.') + 1);
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
