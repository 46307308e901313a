// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Named examples for the tests of this package. */
final class Fixtures {
  static final Modality AUDIO = new Modality("audio");
  static final Modality VIDEO = new Modality("video");
  static final ModalitySpec SPEC = new ModalitySpec(AUDIO, 4, 3);
  static final StreamId CAMERA = new StreamId("camera-1");
  static final byte[] KEY = "camera-1".getBytes(StandardCharsets.UTF_8);

  /** 2026-01-01T00:00:00Z in microseconds. */
  static final long NEW_YEAR = 1_767_225_600_000_000L;

  private static final AtomicInteger SCOPES = new AtomicInteger();

  private Fixtures() {}

  /** A registry in memory that no other test sees. */
  static RegistrySettings registry(String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    properties.put("schema.registry.url", "mock://wire-test-" + SCOPES.incrementAndGet());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new RegistrySettings(properties);
  }

  /** The same registry, asked in another way. */
  static RegistrySettings with(RegistrySettings settings, String... keysAndValues) {
    Map<String, String> properties = new HashMap<>(settings.properties());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new RegistrySettings(properties);
  }

  static int register(RegistrySettings settings, String subject, Schema schema) {
    return new SchemaRegistry(settings).target(subject, schema).id();
  }

  static Frame frame(long eventTimeMicros, float[]... layers) {
    return new Frame(CAMERA, AUDIO, eventTimeMicros, 7, "", 0, LayerStack.ofAll(layers));
  }

  static Frame frame() {
    return frame(NEW_YEAR, new float[] {1, 2, 3}, new float[] {-0.5f, 0, 65_504});
  }

  /** A record value as another producer would write it. */
  static byte[] value(int schemaId, Schema schema, Object datum) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(0);
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(schemaId).array());
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<>(schema).write(datum, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
