// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.junit.jupiter.api.Test;

/** The registry as Confluent's own client sees it. */
class GenuineClientTest {
  private static final AvroSchema V1 = new AvroSchema(EmbeddedRegistryTest.V1);
  private static final AvroSchema V2 = new AvroSchema(EmbeddedRegistryTest.V2);
  private static final AvroSchema BROKEN = new AvroSchema(EmbeddedRegistryTest.BROKEN);

  @Test
  void shouldServeConfluentsClient() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      CachedSchemaRegistryClient writer = new CachedSchemaRegistryClient(registry.url(), 10);
      CachedSchemaRegistryClient reader = new CachedSchemaRegistryClient(registry.url(), 10);
      int id = writer.register("s-value", V1);
      assertThat(reader.getSchemaById(id).canonicalString()).isEqualTo(V1.canonicalString());
      assertThat(reader.getId("s-value", V1)).isEqualTo(id);
      assertThat(writer.register("s-value", V2)).isNotEqualTo(id);
      assertThat(reader.getVersion("s-value", V2)).isEqualTo(2);
      assertThat(reader.getAllVersions("s-value")).containsExactly(1, 2);
      assertThat(reader.getLatestSchemaMetadata("s-value").getVersion()).isEqualTo(2);
      assertThat(reader.getSchemaBySubjectAndId("s-value", id)).isNotNull();
      assertThat(reader.getAllSubjectsById(id)).containsExactly("s-value");
      assertThat(reader.getAllVersionsById(id)).hasSize(1);
      assertThat(reader.testCompatibility("s-value", BROKEN)).isFalse();
      assertThat(reader.testCompatibilityVerbose("s-value", BROKEN)).isNotEmpty();
      assertThat(reader.updateCompatibility("s-value", "FULL")).isEqualTo("FULL");
      assertThat(reader.getCompatibility("s-value")).isEqualTo("FULL");
      assertThat(reader.deleteSchemaVersion("s-value", "1")).isEqualTo(1);
      assertThat(reader.deleteSubject("s-value")).containsExactly(2);
      assertThat(reader.getAllSubjects()).isEmpty();
    }
  }

  @Test
  void shouldGiveConfluentsClientItsErrorCodes() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10);
      assertThat(code(() -> client.getSchemaById(7))).isEqualTo(40403);
      assertThat(code(() -> client.getLatestSchemaMetadata("none"))).isEqualTo(40401);
      client.register("s", V1);
      assertThat(code(() -> client.register("s", BROKEN))).isEqualTo(409);
      assertThat(code(() -> client.getId("s", V2))).isEqualTo(40403);
    }
  }

  @Test
  void shouldAcceptItsBasicAuthentication() throws Exception {
    try (EmbeddedRegistry registry =
        EmbeddedRegistry.start(EmbeddedRegistryOptions.open().forUser("me:secret"))) {
      CachedSchemaRegistryClient open = new CachedSchemaRegistryClient(registry.url(), 10);
      assertThat(code(() -> open.register("s", V1))).isEqualTo(40101);
      CachedSchemaRegistryClient known =
          new CachedSchemaRegistryClient(
              registry.url(),
              10,
              Map.of(
                  "basic.auth.credentials.source",
                  "USER_INFO",
                  "basic.auth.user.info",
                  "me:secret"));
      assertThat(known.register("s", V1)).isPositive();
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private static int code(Call call) {
    return catchThrowableOfType(RestClientException.class, call::run).getErrorCode();
  }
}
