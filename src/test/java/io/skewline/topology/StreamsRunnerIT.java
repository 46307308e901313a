// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an application ends, for the group that it leaves behind. */
class StreamsRunnerIT {
  private static final String APP = "app";

  @TempDir Path dir;

  @Test
  void shouldLeaveItsPartitionsToTheOthersUnlessItIsAStaticMember() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
      run(config(kafka));
      assertThat(members(admin)).isZero();
      Properties config = config(kafka);
      config.put("main.consumer.group.instance.id", "camera-room");
      run(config);
      assertThat(members(admin)).isEqualTo(1);
    }
  }

  private Properties config(EmbeddedKafka kafka) {
    Properties config = new Properties();
    config.put("application.id", APP);
    config.put("bootstrap.servers", kafka.bootstrapServers());
    config.put("state.dir", dir.toString());
    return config;
  }

  private static void run(Properties config) {
    Topology topology = new Topology();
    topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in");
    try (StreamsRunner runner = new StreamsRunner(topology, config, Duration.ofSeconds(20))) {
      runner.start();
      await().atMost(Duration.ofMinutes(1)).until(runner::running);
    }
  }

  private static int members(Admin admin) throws Exception {
    return admin.describeConsumerGroups(List.of(APP)).all().get().get(APP).members().size();
  }
}
