// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.KEY;
import static io.skewline.wire.Fixtures.register;
import static io.skewline.wire.Fixtures.registry;
import static io.skewline.wire.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.avro.Label;
import io.skewline.avro.ModalityFrame;
import io.skewline.avro.ModelActivation;
import io.skewline.avro.ModelPart;
import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.FrameLayers;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Under which subject a schema is looked for, and what is written with. */
class SubjectsTest {
  private static final Schema FRAME = ModalityFrame.getClassSchema();
  private static final String AUTO = "auto.register.schemas";

  private static int idOf(byte[] value) {
    return ByteBuffer.wrap(value, 1, 4).getInt();
  }

  private static byte[] encode(RegistrySettings settings) {
    return new Codecs(settings).frames().encode("t.audio", Fixtures.frame());
  }

  /** Writing without registering works exactly if the schema stands under the right subject. */
  private static void shouldLookUnder(String subject, String... strategy) {
    RegistrySettings registry = registry(strategy);
    RegistrySettings lookup = with(registry, AUTO, "false");
    assertThatThrownBy(() -> encode(lookup))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("subject " + subject + ":")
        .hasMessageContaining(
            "register ModalityFrame.avsc there or set auto.register.schemas=true");
    int id = register(registry, subject, FRAME);
    assertThat(idOf(encode(lookup))).isEqualTo(id);
  }

  @Test
  void shouldNameSubjectsByTopicUnlessToldOtherwise() {
    shouldLookUnder("t.audio-value");
    shouldLookUnder("t.audio-value", "value.subject.name.strategy", "TopicNameStrategy");
  }

  @Test
  void shouldNameSubjectsByRecord() {
    shouldLookUnder(
        "io.skewline.avro.ModalityFrame", "value.subject.name.strategy", "RecordNameStrategy");
  }

  @Test
  void shouldNameSubjectsByTopicAndRecord() {
    shouldLookUnder(
        "t.audio-io.skewline.avro.ModalityFrame",
        "value.subject.name.strategy",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");
  }

  @Test
  void shouldRegisterByDefault() throws Exception {
    RegistrySettings registry = registry();
    byte[] value = encode(registry);
    RegistrySettings lookup = with(registry, AUTO, "false");
    assertThat(encode(lookup)).isEqualTo(value);
    assertThat(new Codecs(lookup).frames().decode("t.audio", KEY, value))
        .isEqualTo(Fixtures.frame());
  }

  @Test
  void shouldKeepTheTwoRecordTypesOfTheModelsTopicApart() throws Exception {
    RegistrySettings registry = registry();
    Codecs codecs = new Codecs(registry);
    BundlePart part = new BundlePart("ab", 3, 0, 1, new byte[] {1}, "cd");
    Activation activation =
        new Activation(Activation.Role.ACTIVE, "ab", 3, 1, FrameLayers.ALL, "first");
    int partId = idOf(codecs.bundleParts().encode("t.models", part));
    byte[] value = codecs.activations().encode("t.models", activation);
    assertThat(idOf(value)).isNotEqualTo(partId);
    assertThat(codecs.activations().decode("t.models", KEY, value)).isEqualTo(activation);

    RegistrySettings lookup = with(registry, AUTO, "false");
    SchemaRegistry schemas = new SchemaRegistry(lookup);
    String models = "t.models-io.skewline.avro.";
    assertThat(schemas.target(models + "ModelPart", ModelPart.getClassSchema()).id())
        .isEqualTo(partId);
    assertThat(schemas.target(models + "ModelActivation", ModelActivation.getClassSchema()).id())
        .isEqualTo(idOf(value));
  }

  @Test
  void shouldWriteWithTheLatestVersion() throws Exception {
    RegistrySettings registry = registry();
    register(registry, "t.audio-value", FRAME);
    Schema latest =
        new Schema.Parser()
            .parse(
                SchemaRegistry.published(FRAME)
                    .replace(
                        "\"fields\":[{\"name\":\"modality\"",
                        "\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":9},"
                            + "{\"name\":\"modality\""));
    int id = register(registry, "t.audio-value", latest);

    byte[] value = encode(with(registry, AUTO, "false", "use.latest.version", "true"));
    assertThat(idOf(value)).isEqualTo(id);
    assertThat(value[5]).as("x = 9, zig-zag").isEqualTo((byte) 18);
    assertThat(new Codecs(registry).frames().decode("t.audio", KEY, value))
        .isEqualTo(Fixtures.frame());
  }

  @Test
  void shouldNotWriteWithALatestVersionThatCannotReadOurs() {
    RegistrySettings registry = registry();
    register(registry, "t.audio-value", Label.getClassSchema());
    RegistrySettings latest = with(registry, AUTO, "false", "use.latest.version", "true");
    assertThatThrownBy(() -> encode(latest))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 1 of subject t.audio-value cannot read");
  }

  @Test
  void shouldSayWhichSubjectHasNoLatestVersion() {
    RegistrySettings latest = registry(AUTO, "false", "use.latest.version", "true");
    assertThatThrownBy(() -> encode(latest))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("subject t.audio-value");
  }
}
