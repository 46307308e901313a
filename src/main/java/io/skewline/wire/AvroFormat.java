// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
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
  private final SubjectNames names;

  AvroFormat(SchemaRegistry registry, Schema schema) {
    this(registry, schema, registry.subjects());
  }

  /** With a strategy of its own, for topics that carry several record types. */
  AvroFormat(SchemaRegistry registry, Schema schema, SubjectNames names) {
    this.registry = registry;
    this.schema = schema;
    this.names = names;
  }

  byte[] encode(String topic, R value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(registry.idFor(topic, schema, names)).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new SpecificDatumWriter<R>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  R decode(byte[] bytes) throws WireException {
    Schema writer = writerOf(bytes);
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
    try {
      R value = new SpecificDatumReader<R>(writer, schema).read(null, decoder);
      if (!decoder.isEnd()) {
        throw new WireException(
            RejectReason.TRUNCATED, "bytes follow the end of the " + schema.getName());
      }
      return value;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw unreadable(schema, e);
    }
  }

  static WireException unreadable(Schema schema, Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new WireException(
        RejectReason.TRUNCATED, "not a whole " + schema.getName() + ": " + reason);
  }

  /** The schema that the bytes were written with, once it is known that ours can read it. */
  Schema writerOf(byte[] bytes) throws WireException {
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
    Schema writer = registry.byId(ByteBuffer.wrap(bytes, 1, 4).getInt());
    if (!writer.equals(schema) && !resolves(writer)) {
      throw new WireException(
          RejectReason.WRONG_SCHEMA,
          "a " + writer.getFullName() + " where a " + schema.getFullName() + " is expected");
    }
    return writer;
  }

  private boolean resolves(Schema writer) {
    return writer.getType() == Schema.Type.RECORD
        && writer.getFullName().equals(schema.getFullName())
        && SchemaCompatibility.checkReaderWriterCompatibility(schema, writer).getType()
            == SchemaCompatibilityType.COMPATIBLE;
  }
}
