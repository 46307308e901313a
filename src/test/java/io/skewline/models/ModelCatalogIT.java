// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.models.ModelCatalog.Entry;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelCatalogIT {
  private static EmbeddedKafka kafka;

  @TempDir private Path dir;
  private ModelSettings settings;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) {
    settings = new ModelSettings(test.getTestMethod().orElseThrow().getName(), 1_000);
    kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
  }

  @Test
  void shouldGoBackToWhatAnOlderPublisherLeftNoWordOf() throws Exception {
    Bundle first = TestModels.bundle(1, "", 2_500);
    Bundle second = TestModels.bundle(2, first.hash(), 2_500);
    try (ModelPublisher publisher = publisher()) {
      publisher.publish(first, Role.ACTIVE, "first");
      publisher.publish(second, Role.ACTIVE, "better");
      forget(first);
      Activation back;
      try (ModelCatalog catalog = catalog(settings)) {
        Entry kept = catalog.keptForActive().get(0);
        assertThat(kept.hash()).isEqualTo(first.hash());
        assertThat(kept.activation()).isEmpty();
        back = catalog.activation(kept, TestModels.reader());
        assertThat(back.layers()).isEqualTo(activation(catalog, second).layers());
        assertThat(back.sizeBytes()).isEqualTo(2_500);
      }
      publisher.reactivate(back, Role.ACTIVE, "worse after all");
      try (ModelCatalog catalog = catalog(settings)) {
        assertThat(catalog.in(Role.ACTIVE).orElseThrow().hash()).isEqualTo(first.hash());
        assertThat(activation(catalog, first).reason()).isEqualTo("worse after all");
      }
    }
  }

  private static Activation activation(ModelCatalog catalog, Bundle bundle) throws Exception {
    for (Entry entry : catalog.entries()) {
      if (entry.hash().equals(bundle.hash())) {
        return catalog.activation(entry, TestModels.reader());
      }
    }
    throw new AssertionError(bundle.hash() + " is not in " + catalog.entries());
  }

  /** S3 wants credentials, which nothing that lies on the topic needs. */
  @Test
  void shouldReadEachBundleOfTheTopicWithoutItsLocation() throws Exception {
    Bundle[] bundles = new Bundle[3];
    String parent = "";
    try (ModelPublisher publisher = publisher()) {
      for (int i = 0; i < bundles.length; i++) {
        bundles[i] = TestModels.bundle(i + 1, parent, 2_500);
        parent = bundles[i].hash();
        publisher.publish(bundles[i], i == 2 ? Role.CANDIDATE : Role.ACTIVE, "next");
      }
    }
    ModelTransport s3 =
        new ModelTransport(
            Optional.of(URI.create("s3://bucket/models")),
            dir.resolve("cache"),
            Optional.empty(),
            Optional.empty());
    try (ModelCatalog catalog = catalog(settings.over(s3))) {
      assertThat(catalog.entries()).hasSize(3);
      for (int i = 0; i < bundles.length; i++) {
        assertThat(catalog.bytes(catalog.entries().get(2 - i))).isEqualTo(bundles[i].bytes());
      }
      assertThat(catalog.bytes(catalog.entries().get(0))).isEqualTo(bundles[2].bytes());
    }
  }

  private void forget(Bundle bundle) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] key = new ModelKey.Known(bundle.hash()).bytes();
      producer.send(new ProducerRecord<>(settings.topic(), key, null)).get();
    }
  }

  private ModelPublisher publisher() {
    return new ModelPublisher(settings, TestCodecs.parts(), TestCodecs.activations(), client());
  }

  private static ModelCatalog catalog(ModelSettings settings) {
    return new ModelCatalog(settings, TestCodecs.parts(), TestCodecs.activations(), client());
  }

  private static Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return client;
  }
}
