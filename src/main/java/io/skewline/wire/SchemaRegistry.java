// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import org.apache.kafka.common.KafkaException;

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
  private final RegistryFailures failures;

  /**
   * What to write with.
   *
   * @param ours whether the schema's bytes are those of our own schema
   */
  record Target(int id, Schema schema, boolean ours) {}

  SchemaRegistry(RegistrySettings settings) {
    this.settings = settings;
    this.client = client(settings);
    this.failures = new RegistryFailures(settings);
  }

  private static SchemaRegistryClient client(RegistrySettings settings) {
    return settings.mock()
        ? MockSchemaRegistry.getClientForScope(settings.urls().get(0).substring(MOCK.length()))
        : new CachedSchemaRegistryClient(
            settings.urls(), MOST_SCHEMAS, List.of(new Provider()), settings.clientProperties());
  }

  /** Confluent's takes a schema for wrong whose references cannot be fetched at the moment. */
  private static final class Provider extends AvroSchemaProvider {
    @Override
    public Optional<ParsedSchema> parseSchema(
        org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client
                .rest.entities.Schema
            schema,
        boolean isNew,
        boolean normalize) {
      try {
        return Optional.of(parseSchemaOrElseThrow(schema, isNew, normalize));
      } catch (RuntimeException e) {
        if (unfetched(e).isPresent()) {
          throw e;
        }
        return Optional.empty();
      }
    }
  }

  /**
   * The client wraps so what it met while it fetched a reference; that one is not there is final.
   */
  private static Optional<Exception> unfetched(RuntimeException e) {
    boolean wrapped = e.getClass() == RuntimeException.class;
    return Optional.ofNullable(wrapped ? (Exception) e.getCause() : null)
        .filter(cause -> !(cause instanceof RestClientException rest && rest.getStatus() == 404));
  }

  SubjectNames subjects() {
    return settings.subjects();
  }

  /**
   * The id to write with. Not cached here.
   *
   * @throws RegistryAwayException to be tried again
   * @throws RegistryRefusedException if it does not let us in
   * @throws IllegalStateException if it refuses or lacks the schema
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
      throw failures.of(e);
    } catch (RestClientException e) {
      throw refusal(subject, schema, e);
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
      throw failures.of(e);
    } catch (RestClientException e) {
      throw refusal(subject, schema, e);
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
      return e.getErrorCode() == SUBJECT_NOT_FOUND || isCompatible(subject, ours)
          ? SubjectProbe.Answer.NEW
          : SubjectProbe.Answer.INCOMPATIBLE;
    }
  }

  /** With a subject whose versions are all softly deleted anything is. */
  private boolean isCompatible(String subject, AvroSchema ours)
      throws IOException, RestClientException {
    try {
      return client.testCompatibility(subject, ours);
    } catch (RestClientException e) {
      if (e.getStatus() == 404) {
        return true;
      }
      throw e;
    }
  }

  private Target latest(String subject, Schema ours) throws IOException, RestClientException {
    SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
    Schema theirs = byIdNow(latest.getId());
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

  private RuntimeException refusal(String subject, Schema schema, RestClientException e) {
    Optional<KafkaException> aboutUs = failures.of(e.getStatus(), e);
    if (aboutUs.isPresent()) {
      return aboutUs.get();
    }
    if (e.getStatus() == 409) {
      return new IllegalStateException(
          Complaint.incompatible(subject, schema, settings, conflict(subject, schema)).text(), e);
    }
    String todo =
        e.getStatus() == 404 && !settings.autoRegister()
            ? "; register " + schema.getName() + ".avsc there or set auto.register.schemas=true"
            : "";
    return new IllegalStateException(
        "registry "
            + settings.shownUrl()
            + " has no id for "
            + schema.getFullName()
            + " under subject "
            + subject
            + ": "
            + e.getMessage()
            + todo,
        e);
  }

  /** What speaks against our schema, in the same words whichever registry it is. */
  String conflict(String subject, Schema ours) {
    try {
      SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
      return "version "
          + latest.getVersion()
          + ": "
          + SchemaFit.conflict(ours, byIdNow(latest.getId()));
    } catch (IOException | RestClientException | RuntimeException e) {
      return "an earlier version";
    }
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
   * @throws RegistryRefusedException if it does not let us in
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
      String text = text(id);
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
      throw failures.of(e);
    } catch (AvroRuntimeException e) {
      throw noAvro(id, e);
    } catch (RestClientException e) {
      if (!isUnknown(e)) {
        throw failures.of(e.getStatus(), e).orElseGet(() -> failures.away(e));
      }
      unknown.add(id);
      throw unknown(id);
    }
  }

  private Schema byIdNow(int id) throws IOException, RestClientException {
    return parse(text(id));
  }

  /**
   * With the definitions that it refers to in their places, which its canonical form leaves out.
   */
  private String text(int id) throws IOException, RestClientException {
    try {
      return String.valueOf(client.getSchemaById(id).rawSchema());
    } catch (RuntimeException e) {
      Exception unfetched = unfetched(e).orElseThrow(() -> e);
      if (unfetched instanceof RestClientException rest) {
        throw rest;
      }
      throw new IOException("what schema " + id + " refers to cannot be fetched", unfetched);
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
}
