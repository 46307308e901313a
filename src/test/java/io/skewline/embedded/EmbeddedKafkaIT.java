// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  @Test
  void shouldComeBackOnTheSameDataAndPort(@TempDir Path dir) throws Exception {
    int port;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 0)) {
      port = kafka.port();
      kafka.createTopic("kept", 3, Map.of("cleanup.policy", "compact"));
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, port);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(
              admin.describeTopics(List.of("kept")).allTopicNames().get().get("kept").partitions())
          .hasSize(3);
    }
  }
}
