// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Confluent wire format of one generated record type: magic byte 0, four bytes of schema id, big
 * endian, then Avro binary. Safe for many threads.
 */
final class AvroFormat<R extends SpecificRecordBase> {
  static final int HEADER = 5;

  private final SchemaRegistry registry;
  private final Schema schema;
  private final SubjectNames subjects;
  private final Map<Integer, Source> sources = new ConcurrentHashMap<>();
  private final Map<String, SchemaRegistry.Target> targets = new ConcurrentHashMap<>();

  /** A schema that records are written with, and how it relates to ours. */
  record Source(Schema writer, SchemaFit fit) {}

  private AvroFormat(SchemaRegistry registry, Schema schema, SubjectNames subjects) {
    this.registry = registry;
    this.schema = schema;
    this.subjects = subjects;
  }

  /** For a record type that has its topic to itself. */
  AvroFormat(SchemaRegistry registry, Schema schema) {
    this(registry, schema, registry.subjects());
  }

  /** For a record type that shares its topic with others: each has a subject of its own. */
  static <R extends SpecificRecordBase> AvroFormat<R> onSharedTopic(
      SchemaRegistry registry, Schema schema) {
    return new AvroFormat<>(registry, schema, registry.subjects().ofSharedTopic());
  }

  byte[] encode(String topic, R value) {
    SchemaRegistry.Target target = target(topic);
    try {
      byte[] bytes = write(target.id(), new SpecificDatumWriter<>(schema), value);
      return target.ours() ? bytes : rewrite(bytes, target);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private SchemaRegistry.Target target(String topic) {
    SchemaRegistry.Target target = targets.get(topic);
    if (target == null) {
      target = registry.target(subjects.subject(topic, schema.getFullName()), schema);
      targets.put(topic, target);
    }
    return target;
  }

  /** The same value under the registry's latest schema, which was checked to be able to read it. */
  private byte[] rewrite(byte[] ours, SchemaRegistry.Target target) throws IOException {
    Object value =
        new GenericDatumReader<>(schema, target.schema()).read(null, new ByteDecoder(ours, HEADER));
    return write(target.id(), new GenericDatumWriter<>(target.schema()), value);
  }

  private static <T> byte[] write(int id, DatumWriter<T> writer, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    writer.write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  R decode(byte[] bytes) throws WireException {
    return decode(bytes, source(bytes));
  }

  R decode(byte[] bytes, Source source) throws WireException {
    ByteDecoder decoder = new ByteDecoder(bytes, HEADER);
    R value;
    try {
      value = new SpecificDatumReader<R>(source.writer(), schema).read(null, decoder);
    } catch (IOException | RuntimeException e) {
      // Nothing but bytes and schemas is at work here: whatever goes wrong, they do not fit.
      throw unreadable(schema, e);
    } catch (StackOverflowError e) {
      // A writer's schema may contain itself, and a record nest as deep as it has bytes.
      throw new WireException(
          RejectReason.TRUNCATED, "not a whole " + schema.getName() + ": nested too deep");
    }
    if (!decoder.isEnd()) {
      throw new WireException(
          RejectReason.TRUNCATED, "bytes follow the end of the " + schema.getName());
    }
    return value;
  }

  static WireException unreadable(Schema schema, Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new WireException(
        RejectReason.TRUNCATED, "not a whole " + schema.getName() + ": " + reason);
  }

  /**
   * What the bytes were written with, once it is known that ours can read it.
   *
   * @throws WireException if they cannot be a record of this type
   */
  Source source(byte[] bytes) throws WireException {
    if (bytes == null) {
      throw new WireException(RejectReason.NULL_VALUE, "the record has no value");
    }
    if (bytes.length < HEADER || bytes[0] != 0) {
      throw new WireException(
          RejectReason.NOT_AVRO,
          "the value must begin with byte 0 and a schema id; it has "
              + bytes.length
              + " bytes"
              + (bytes.length == 0 ? "" : " and begins with " + (bytes[0] & 0xff)));
    }
    return source(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
  }

  private Source source(int id) throws WireException {
    Source source = sources.get(id);
    if (source == null) {
      Schema writer = registry.byId(id);
      source = new Source(writer, SchemaFit.of(schema, writer));
      sources.put(id, source);
    }
    if (source.fit() == SchemaFit.FOREIGN) {
      throw new WireException(RejectReason.WRONG_SCHEMA, foreign(id, source.writer()));
    }
    return source;
  }

  private String foreign(int id, Schema writer) {
    String what = writer.getFullName();
    return what.equals(schema.getFullName())
        ? "schema " + id + " is a version of " + what + " that ours cannot read"
        : "schema " + id + " is " + what + ", expected " + schema.getFullName();
  }
}
