// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.modality.Frame;
import io.skewline.modality.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files beside the schemas, whose form schemas/README.md explains. */
class SchemaExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMAS = Path.of("schemas");
  private static final DecodeSettings SETTINGS =
      new DecodeSettings(Map.of(), Duration.ofSeconds(10), 2_000, 1_000);

  private final RegistrySettings registry = Fixtures.registry();
  private final Codecs codecs = new Codecs(registry);

  static List<Path> examples() throws IOException {
    return files("examples");
  }

  static List<Path> counterexamples() throws IOException {
    return files("counterexamples");
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldDecodeTheExample(Path file) throws Exception {
    JsonNode example = JSON.readTree(file.toFile());
    String schema = example.get("schema").asText();
    byte[] key = key(example);
    byte[] value = value(example);
    assertThat(codec(schema).decode("t", key, value)).isNotNull();
    assertThat(again(codec(schema), key, value)).as("written again").isEqualTo(value);
    if (schema.equals("ModalityFrame")) {
      check(schema, key, value);
    }
  }

  /** What we write of what we read is the same, bit for bit, but for a type of float of our own. */
  private <T> byte[] again(Codec<T> codec, byte[] key, byte[] value) throws WireException {
    T read = codec.decode("t", key, value);
    byte[] written = codec.encode("t", read);
    return read instanceof Frame frame && written.length != value.length
        ? codecs.halfFrames().encode("t", frame)
        : written;
  }

  @ParameterizedTest
  @MethodSource("counterexamples")
  void shouldRejectTheCounterexample(Path file) throws Exception {
    JsonNode example = JSON.readTree(file.toFile());
    byte[] value = value(example);
    assertThatThrownBy(() -> check(example.get("as").asText(), key(example), value))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> assertThat(e.reason().label()).isEqualTo(example.get("reason").asText()));
  }

  @Test
  void shouldHaveAnExampleOfEverySchemaAndACounterexampleOfEveryReason() throws Exception {
    assertThat(texts(examples(), "schema")).isEqualTo(new TreeSet<>(SCHEMA_NAMES));
    assertThat(texts(counterexamples(), "reason"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RejectReason.values()).map(RejectReason::label).toList());
  }

  private static final List<String> SCHEMA_NAMES =
      List.of(
          "FrameOutcomes",
          "Label",
          "LabelledExample",
          "ModalityFrame",
          "ModelActivation",
          "ModelDecision",
          "ModelPart",
          "ModelScore",
          "Prediction",
          "Rejection");

  private static TreeSet<String> texts(List<Path> files, String field) throws IOException {
    TreeSet<String> texts = new TreeSet<>();
    for (Path file : files) {
      texts.add(JSON.readTree(file.toFile()).get(field).asText());
    }
    return texts;
  }

  /** As the decode nodes do. */
  private void check(String as, byte @Nullable [] key, byte @Nullable [] value)
      throws WireException {
    SETTINGS.checkSize(value);
    Object read = codec(as).decode("t", key, value);
    if (read instanceof StreamEvent event) {
      FrameChecks.check(event, Fixtures.SPEC, SETTINGS.latestMicros(Fixtures.NEW_YEAR / 1_000));
    }
  }

  private Codec<?> codec(String schema) {
    return switch (schema) {
      case "ModalityFrame" -> codecs.frames();
      case "Label" -> codecs.labels();
      case "Prediction" -> codecs.predictions();
      case "Rejection" -> codecs.rejections();
      case "FrameOutcomes" -> codecs.frameEnds();
      case "LabelledExample" -> codecs.examples();
      case "ModelPart" -> codecs.bundleParts();
      case "ModelActivation" -> codecs.activations();
      case "ModelDecision" -> codecs.decisions();
      case "ModelScore" -> codecs.scores();
      default -> throw new IllegalArgumentException("no codec of " + schema);
    };
  }

  private static byte @Nullable [] key(JsonNode example) {
    return example.get("key").isNull()
        ? null
        : example.get("key").asText().getBytes(StandardCharsets.UTF_8);
  }

  private byte @Nullable [] value(JsonNode example) throws IOException {
    if (example.has("hex")) {
      return HexFormat.of().parseHex(example.get("hex").asText());
    }
    if (example.get("value").isNull()) {
      return null;
    }
    byte[] value = written(example.get("schema").asText(), example.get("value"));
    if (example.has("schemaId")) {
      ByteBuffer.wrap(value).putInt(1, example.get("schemaId").asInt());
    }
    int cut = example.has("cut") ? example.get("cut").asInt() : 0;
    return Arrays.copyOf(value, value.length - cut);
  }

  private byte[] written(String name, JsonNode value) throws IOException {
    Schema schema = new Schema.Parser().parse(Files.readString(SCHEMAS.resolve(name + ".avsc")));
    Object datum =
        new GenericDatumReader<>(schema)
            .read(null, DecoderFactory.get().jsonDecoder(schema, value.toString()));
    String subject = name.startsWith("Model") ? "t-" + schema.getFullName() : "t-value";
    return Fixtures.value(Fixtures.register(registry, subject, schema), schema, datum);
  }
}
