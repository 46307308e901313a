// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;

/**
 * Schema ids and schemas, from Confluent's client. The only class that sees the client: it comes in
 * a jar that relocates it together with an Avro of its own, so schemas cross as text. Safe for many
 * threads.
 */
final class SchemaRegistry {
  private static final int MOST_SCHEMAS = 1000;
  private static final long REMEMBER_UNKNOWN_NANOS = Duration.ofSeconds(5).toNanos();

  private final RegistrySettings settings;
  private final SchemaRegistryClient client;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Long> unknownSince = new ConcurrentHashMap<>();
  private final Map<String, Integer> ids = new ConcurrentHashMap<>();

  SchemaRegistry(RegistrySettings settings) {
    this.settings = settings;
    this.client = client(settings);
  }

  private static SchemaRegistryClient client(RegistrySettings settings) {
    String url = settings.url();
    return url.startsWith("mock://")
        ? MockSchemaRegistry.getClientForScope(url.substring("mock://".length()))
        : new CachedSchemaRegistryClient(
            Arrays.asList(url.split("\\s*,\\s*")), MOST_SCHEMAS, settings.properties());
  }

  /** The id to write with, found once per topic and record type. */
  int idFor(String topic, Schema schema, SubjectNames names) {
    String key = topic + '\n' + schema.getFullName();
    Integer id = ids.get(key);
    if (id == null) {
      id = findId(names.subject(topic, schema.getFullName()), schema);
      ids.put(key, id);
    }
    return id;
  }

  /** The strategy of the settings. */
  SubjectNames subjects() {
    return settings.subjects();
  }

  private int findId(String subject, Schema schema) {
    AvroSchema ours = new AvroSchema(schema.toString());
    try {
      if (settings.useLatest()) {
        return latestId(subject, schema);
      }
      return settings.autoRegister() ? client.register(subject, ours) : client.getId(subject, ours);
    } catch (IOException e) {
      throw away(e);
    } catch (RestClientException e) {
      if (isAway(e)) {
        throw away(e);
      }
      throw new IllegalStateException(
          "registry " + settings.url() + ", subject " + subject + ": " + e.getMessage(), e);
    }
  }

  /** We write with our own schema, so the latest one must read and be read by it. */
  private int latestId(String subject, Schema ours) throws IOException, RestClientException {
    SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
    Schema theirs = new Schema.Parser().parse(latest.getSchema());
    if (!theirs.equals(ours)) {
      boolean reads =
          SchemaCompatibility.checkReaderWriterCompatibility(theirs, ours).getType()
              == SchemaCompatibilityType.COMPATIBLE;
      throw new IllegalStateException(
          "use.latest.version: version "
              + latest.getVersion()
              + " of subject "
              + subject
              + " differs from our "
              + ours.getFullName()
              + (reads ? "" : " and cannot read it"));
    }
    return latest.getId();
  }

  /**
   * @throws WireException if the registry does not know the id
   */
  Schema byId(int id) throws WireException {
    Schema schema = schemas.get(id);
    return schema != null ? schema : fetch(id);
  }

  private Schema fetch(int id) throws WireException {
    Long since = unknownSince.get(id);
    if (since != null && System.nanoTime() - since < REMEMBER_UNKNOWN_NANOS) {
      throw unknown(id);
    }
    try {
      Schema schema = new Schema.Parser().parse(client.getSchemaById(id).canonicalString());
      schemas.put(id, schema);
      return schema;
    } catch (IOException e) {
      if (settings.url().startsWith("mock://")) {
        throw unknown(id);
      }
      throw away(e);
    } catch (RestClientException e) {
      if (e.getStatus() != 404) {
        throw away(e);
      }
      // Bounded: an attacker may send any id.
      if (unknownSince.size() < MOST_SCHEMAS) {
        unknownSince.put(id, System.nanoTime());
      }
      throw unknown(id);
    }
  }

  private static WireException unknown(int id) {
    return new WireException(
        RejectReason.UNKNOWN_SCHEMA, "the registry knows no schema with id " + id);
  }

  private static boolean isAway(RestClientException e) {
    return e.getStatus() >= 500 || e.getStatus() == 429;
  }

  private RegistryAwayException away(Exception cause) {
    return new RegistryAwayException(
        "schema registry " + settings.url() + ": " + cause.getMessage(), cause);
  }
}
