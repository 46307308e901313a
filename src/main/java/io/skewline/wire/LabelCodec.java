// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Label;
import org.jspecify.annotations.Nullable;

/** Labels; the key is the stream id. */
final class LabelCodec implements Codec<Label> {
  private final AvroFormat<io.skewline.avro.Label> format;

  LabelCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, io.skewline.avro.Label.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, Label label) {
    return format.encode(
        topic,
        io.skewline.avro.Label.newBuilder()
            .setStart(Times.micros(label.startMicros()))
            .setEnd(Times.micros(label.endMicros()))
            .setClassName(className(label.target()))
            .setValue(value(label.target()))
            .setSplit(orNull(label.split()))
            .setGroup(orNull(label.group()))
            .build());
  }

  @Override
  public Label decode(String topic, byte[] key, byte[] value) throws WireException {
    var stream = Keys.stream(key);
    io.skewline.avro.Label label = format.decode(value);
    try {
      return new Label(
          stream,
          Times.micros(label.getStart()),
          Times.micros(label.getEnd()),
          target(label.getClassName(), label.getValue()),
          orEmpty(label.getSplit()),
          orEmpty(label.getGroup()));
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, e.getMessage());
    }
  }

  static @Nullable String className(Label.Target target) {
    return target instanceof Label.ClassTarget c ? c.name() : null;
  }

  static @Nullable Double value(Label.Target target) {
    return target instanceof Label.ValueTarget v ? v.value() : null;
  }

  static Label.Target target(@Nullable String className, @Nullable Double value) {
    if ((className == null) == (value == null)) {
      throw new IllegalArgumentException(
          "exactly one of className and value must be set: " + className + ", " + value);
    }
    return className != null ? new Label.ClassTarget(className) : new Label.ValueTarget(value);
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
