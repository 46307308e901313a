// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.KEY;
import static io.skewline.wire.Fixtures.NEW_YEAR;
import static io.skewline.wire.Fixtures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.avro.ModalityFrame;
import io.skewline.avro.ModelActivation;
import io.skewline.fusion.Activation;
import io.skewline.fusion.FrameLayers;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.StreamEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

/** Producers write with versions of the schema that are not ours. */
class EvolutionTest {
  private final RegistrySettings settings = Fixtures.registry();
  private final String ours = SchemaRegistry.published(ModalityFrame.getClassSchema());

  private StreamEvent read(String writerSchema) throws WireException {
    Schema schema = new Schema.Parser().parse(writerSchema);
    byte[] value =
        Fixtures.value(Fixtures.register(settings, "t-value", schema), schema, frame(schema));
    RegistrySettings reader = Fixtures.with(settings, "auto.register.schemas", "false");
    return new Codecs(reader).frames().decode("t", KEY, value);
  }

  private static GenericData.Record frame(Schema schema) {
    GenericData.Record frame = new GenericData.Record(schema);
    GenericData.Record layer =
        new GenericData.Record(schema.getField("layers").schema().getElementType());
    layer.put("index", 1);
    layer.put(
        "dtype",
        new GenericData.EnumSymbol(layer.getSchema().getField("dtype").schema(), "FLOAT32"));
    ByteBuffer values = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    layer.put("values", values.putFloat(1).putFloat(2).putFloat(3).flip());
    frame.put("layers", List.of(layer));
    frame.put("modality", "audio");
    frame.put("eventTime", NEW_YEAR);
    frame.put("sequence", 7L);
    if (schema.getField("endOfStream") != null) {
      frame.put("endOfStream", false);
    }
    return frame;
  }

  @Test
  void shouldTakeTheSchemaFileForOurs() throws Exception {
    String file = Files.readString(Path.of("schemas/ModalityFrame.avsc"));
    Schema schema = new Schema.Parser().parse(file);
    assertThat(SchemaFit.of(ModalityFrame.getClassSchema(), schema)).isEqualTo(SchemaFit.SAME);
    assertThat(read(file)).isEqualTo(Fixtures.frame(NEW_YEAR, new float[] {1, 2, 3}));
  }

  @Test
  void shouldPublishTheSchemaFileAsItIs() throws Exception {
    for (Path file : schemaFiles()) {
      String name = file.getFileName().toString().replace(".avsc", "");
      Schema generated =
          (Schema) Class.forName("io.skewline.avro." + name).getField("SCHEMA$").get(null);
      Schema published = new Schema.Parser().parse(SchemaRegistry.published(generated));
      assertThat(published.toString())
          .isEqualTo(new Schema.Parser().parse(Files.readString(file)).toString());
    }
  }

  private static List<Path> schemaFiles() throws Exception {
    try (var files = Files.list(Path.of("schemas"))) {
      List<Path> schemas = files.filter(f -> f.toString().endsWith(".avsc")).toList();
      assertThat(schemas).hasSizeGreaterThan(5);
      return schemas;
    }
  }

  @Test
  void shouldSkipAFieldThatWeDoNotKnow() throws Exception {
    String extra =
        ours.replace(
            "\"fields\":[{\"name\":\"modality\"",
            "\"fields\":[{\"name\":\"encoder\",\"type\":[\"null\",\"string\"],\"default\":null},"
                + "{\"name\":\"modality\"");
    assertThat(extra).isNotEqualTo(ours);
    assertThat(read(extra)).isEqualTo(Fixtures.frame(NEW_YEAR, new float[] {1, 2, 3}));
  }

  @Test
  void shouldFillAnOptionalFieldThatTheWriterLacks() throws Exception {
    assertThat(read(without("duration")))
        .isInstanceOfSatisfying(Frame.class, f -> assertThat(f.durationMicros()).isZero());
  }

  /** Our schema as it was before the field came. */
  private String without(String field) {
    return without(new Schema.Parser().parse(ours), field).toString();
  }

  private static Schema without(Schema full, String... names) {
    List<Schema.Field> fields =
        full.getFields().stream()
            .filter(f -> !List.of(names).contains(f.name()))
            .map(f -> new Schema.Field(f, f.schema()))
            .toList();
    return Schema.createRecord(full.getName(), "", full.getNamespace(), false, fields);
  }

  @Test
  void shouldTakeWhatAWriterWithoutMarkersWritesForFrames() throws Exception {
    assertThat(read(without("endOfStream")))
        .isEqualTo(Fixtures.frame(NEW_YEAR, new float[] {1, 2, 3}));
  }

  @Test
  void shouldReadTheMarkerOfANewerWriter() throws Exception {
    Schema newer =
        new Schema.Parser()
            .parse(
                ours.replace(
                    "\"fields\":[{\"name\":\"modality\"",
                    "\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":0},"
                        + "{\"name\":\"modality\""));
    GenericData.Record marker = frame(newer);
    marker.put("x", 1);
    marker.put("endOfStream", true);
    int id = Fixtures.register(settings, "t-value", newer);
    assertThatThrownBy(
            () -> new Codecs(settings).frames().decode("t", KEY, value(id, newer, marker)))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.BAD_FIELD))
        .hasMessageContaining("layers");
    marker.put("layers", List.of());
    assertThat(new Codecs(settings).frames().decode("t", KEY, value(id, newer, marker)))
        .isEqualTo(new EndOfStream(Fixtures.CAMERA, Fixtures.AUDIO, NEW_YEAR, ""));
  }

  @Test
  void shouldTakeAnActivationThatSaysNothingOfLayersForOneThatNeedsAll() throws Exception {
    Schema ours = new Schema.Parser().parse(ModelActivation.getClassSchema().toString());
    Schema older = without(ours, "layers", "carried", "location", "signer", "signature");
    GenericData.Record old = new GenericData.Record(older);
    old.put("role", new GenericData.EnumSymbol(older.getField("role").schema(), "ACTIVE"));
    old.put("hash", "ab");
    old.put("version", 3L);
    old.put("sizeBytes", 1L);
    old.put("reason", "first");
    int id = Fixtures.register(settings, "t-io.skewline.avro.ModelActivation", older);
    Activation read =
        new Codecs(settings).activations().decode("t", KEY, Fixtures.value(id, older, old));
    assertThat(read.layers()).isEqualTo(FrameLayers.ALL);
    assertThat(read.carried()).isEqualTo(FrameLayers.ALL);
    assertThat(read.location()).as("in parts on the topic").isEmpty();
    assertThat(read.signature().present()).isFalse();
    assertThat(SchemaFit.reads(older, ours)).as("an old reader reads ours").isTrue();
  }

  @Test
  void shouldRefuseAWriterThatLacksARequiredField() {
    String renamed = ours.replace("\"name\":\"layers\"", "\"name\":\"stack\"");
    Schema schema = new Schema.Parser().parse(renamed);
    int id = Fixtures.register(settings, "t-value", schema);
    assertThatThrownBy(
            () ->
                new Codecs(settings)
                    .frames()
                    .decode("t", KEY, new byte[] {0, 0, 0, 0, (byte) id, 0}))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.WRONG_SCHEMA))
        .hasMessageContaining("a version of io.skewline.avro.ModalityFrame that ours cannot read");
  }

  @Test
  void shouldRefuseATimeOfAnotherUnit() {
    String millis = ours.replace("timestamp-micros", "timestamp-millis");
    assertThatThrownBy(() -> read(millis))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.WRONG_SCHEMA));
  }

  @Test
  void shouldRejectAnEvolvedFrameForTheSameReasonsAsOurs() {
    String extra = ours.replace("\"name\":\"sequence\"", "\"aliases\":[],\"name\":\"sequence\"");
    String negative =
        extra.replace(
            "\"fields\":[{\"name\":\"modality\"",
            "\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":0},{\"name\":\"modality\"");
    Schema schema = new Schema.Parser().parse(negative);
    GenericData.Record frame = frame(schema);
    frame.put("x", 1);
    frame.put("eventTime", Long.MIN_VALUE);
    byte[] value = Fixtures.value(Fixtures.register(settings, "t-value", schema), schema, frame);
    assertThatThrownBy(() -> new Codecs(settings).frames().decode("t", KEY, value))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.NEGATIVE_TIME));
  }
}
