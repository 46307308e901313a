// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
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
  private static final int SUBJECT_NOT_FOUND = 40401;

  /** Ours have a few thousand. */
  private static final int MOST_SCHEMA_TEXT = 1 << 20;

  private static final int SCHEMA_NOT_FOUND = 40403;
  private static final String MOCK = "mock://";

  private final RegistrySettings settings;
  private final SchemaRegistryClient client;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final UnknownIds unknown = new UnknownIds(MOST_SCHEMAS);

  /**
   * What to write with.
   *
   * @param ours whether the schema's bytes are those of our own schema
   */
  record Target(int id, Schema schema, boolean ours) {}

  SchemaRegistry(RegistrySettings settings) {
    this.settings = settings;
    this.client = client(settings);
  }

  private static SchemaRegistryClient client(RegistrySettings settings) {
    return settings.mock()
        ? MockSchemaRegistry.getClientForScope(settings.urls().get(0).substring(MOCK.length()))
        : new CachedSchemaRegistryClient(
            settings.urls(), MOST_SCHEMAS, settings.clientProperties());
  }

  SubjectNames subjects() {
    return settings.subjects();
  }

  /**
   * The id to write with. Not cached here.
   *
   * @throws RegistryAwayException to be tried again
   * @throws IllegalStateException if the registry refuses or lacks the schema
   */
  Target target(String subject, Schema schema) {
    try {
      if (settings.useLatest()) {
        return latest(subject, schema);
      }
      AvroSchema ours = new AvroSchema(published(schema));
      int id =
          settings.autoRegister() ? client.register(subject, ours) : client.getId(subject, ours);
      return new Target(id, schema, true);
    } catch (IOException e) {
      throw away(e);
    } catch (RestClientException e) {
      if (e.getStatus() >= 500 || e.getStatus() == 429) {
        throw away(e);
      }
      throw new IllegalStateException(refusal(subject, schema, e), e);
    }
  }

  /** What a subject says to a schema, without registering anything. */
  SubjectProbe.Answer answer(String subject, Schema schema) {
    try {
      if (settings.useLatest()) {
        latest(subject, schema);
        return SubjectProbe.Answer.REGISTERED;
      }
      return answer(subject, new AvroSchema(published(schema)));
    } catch (IOException e) {
      throw away(e);
    } catch (RestClientException e) {
      if (e.getStatus() >= 500 || e.getStatus() == 429) {
        throw away(e);
      }
      throw new IllegalStateException(refusal(subject, schema, e), e);
    }
  }

  private SubjectProbe.Answer answer(String subject, AvroSchema ours)
      throws IOException, RestClientException {
    try {
      client.getId(subject, ours);
      return SubjectProbe.Answer.REGISTERED;
    } catch (RestClientException e) {
      if (e.getErrorCode() != SUBJECT_NOT_FOUND && e.getErrorCode() != SCHEMA_NOT_FOUND) {
        throw e;
      }
      if (!settings.autoRegister()) {
        return SubjectProbe.Answer.MISSING;
      }
      return e.getErrorCode() == SUBJECT_NOT_FOUND || client.testCompatibility(subject, ours)
          ? SubjectProbe.Answer.NEW
          : SubjectProbe.Answer.INCOMPATIBLE;
    }
  }

  private Target latest(String subject, Schema ours) throws IOException, RestClientException {
    SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
    Schema theirs = parse(client.getSchemaById(latest.getId()).canonicalString());
    SchemaFit fit = SchemaFit.of(ours, theirs);
    if (fit != SchemaFit.SAME && !SchemaFit.reads(theirs, ours)) {
      throw new IllegalStateException(
          RegistryKeys.USE_LATEST
              + ": version "
              + latest.getVersion()
              + " of subject "
              + subject
              + " cannot read what is written with our "
              + ours.getFullName());
    }
    return new Target(latest.getId(), theirs, fit == SchemaFit.SAME);
  }

  private String refusal(String subject, Schema schema, RestClientException e) {
    String todo =
        e.getStatus() == 404 && !settings.autoRegister()
            ? "; register " + schema.getName() + ".avsc there or set auto.register.schemas=true"
            : "";
    return "registry "
        + settings.shownUrl()
        + " has no id for "
        + schema.getFullName()
        + " under subject "
        + subject
        + ": "
        + e.getMessage()
        + todo;
  }

  /** The schema as its file has it: without what the generated Java classes added. */
  static String published(Schema schema) {
    return schema
        .toString()
        .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
        .replace(",\"avro.java.string\":\"String\"", "");
  }

  /**
   * @throws WireException if the registry does not know the id, or it is no Avro schema
   * @throws RegistryAwayException to be tried again
   */
  Schema byId(int id) throws WireException {
    Schema schema = schemas.get(id);
    return schema != null ? schema : fetch(id);
  }

  private Schema fetch(int id) throws WireException {
    if (unknown.has(id)) {
      throw unknown(id);
    }
    try {
      String text = client.getSchemaById(id).canonicalString();
      if (text.length() > MOST_SCHEMA_TEXT) {
        throw tooLarge(id, text.length() + " characters, at most " + MOST_SCHEMA_TEXT);
      }
      Schema schema = parse(text);
      schemas.put(id, schema);
      return schema;
    } catch (StackOverflowError e) {
      throw tooLarge(id, "types nested too deep");
    } catch (IOException e) {
      // The client's own answer to a schema of another type, e.g. Protobuf, or a broken one.
      if (String.valueOf(e.getMessage()).startsWith("Invalid schema")) {
        throw noAvro(id, e);
      }
      throw away(e);
    } catch (AvroRuntimeException e) {
      throw noAvro(id, e);
    } catch (RestClientException e) {
      if (!isUnknown(e)) {
        throw away(e);
      }
      unknown.add(id);
      throw unknown(id);
    }
  }

  private static Schema parse(String text) {
    return new Schema.Parser().setValidateDefaults(false).parse(text);
  }

  /** A bare 404 comes from a wrong path or a proxy: nothing that a record is to blame for. */
  private boolean isUnknown(RestClientException e) {
    return e.getStatus() == 404 && (settings.mock() || e.getErrorCode() == SCHEMA_NOT_FOUND);
  }

  private static WireException unknown(int id) {
    return new WireException(
        RejectReason.UNKNOWN_SCHEMA, "the registry knows no schema with id " + id);
  }

  private static WireException tooLarge(int id, String what) {
    return new WireException(RejectReason.WRONG_SCHEMA, "schema " + id + " has " + what);
  }

  private static WireException noAvro(int id, Exception e) {
    return new WireException(
        RejectReason.WRONG_SCHEMA, "schema " + id + " is no Avro schema: " + e.getMessage());
  }

  private RegistryAwayException away(Exception cause) {
    return new RegistryAwayException(
        "schema registry " + settings.shownUrl() + ": " + cause.getMessage(), cause);
  }
}
