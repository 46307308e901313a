// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.Allocated;
import io.skewline.avro.ModalityFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Bytes of an enemy: rejected with a reason, and without more memory than they themselves take. */
class HostileRecordsTest {
  /**
   * References, boxes and copies of what is there; beside it, classes and readers of a first time.
   */
  private static final int TIMES = 64;

  private static final int BESIDE = 768 << 10;
  private static final long[] LENGTHS = {
    Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 30, 1 << 20, -1, -2
  };

  private final RegistrySettings settings = Fixtures.registry();
  private final Codecs codecs = new Codecs(settings);

  private static byte[] longs(long... values) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      for (long value : values) {
        encoder.writeLong(value);
      }
      encoder.flush();
      return bytes.toByteArray();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The record with so many of its bytes replaced. */
  private static byte[] spliced(byte[] record, int at, byte[] by, int instead) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(record, 0, at);
    bytes.writeBytes(by);
    bytes.write(
        record, Math.min(record.length, at + instead), Math.max(0, record.length - at - instead));
    return bytes.toByteArray();
  }

  private List<Codec<?>> all() {
    return List.of(
        codecs.frames(),
        codecs.labels(),
        codecs.predictions(),
        codecs.examples(),
        codecs.bundleParts(),
        codecs.activations(),
        codecs.decisions(),
        codecs.scores(),
        codecs.frameEnds(),
        codecs.rejections());
  }

  private List<byte[]> records() {
    return List.of(
        codecs.frames().encode("t", Fixtures.frame()),
        codecs.predictions().encode("t", CodecsTest.FUSED),
        codecs.examples().encode("t", CodecsTest.EXAMPLE));
  }

  @Test
  void shouldAskForNoMoreThanIsThereWhateverALengthSays() {
    for (byte[] record : records()) {
      for (int at = AvroFormat.HEADER; at < record.length; at++) {
        for (long length : LENGTHS) {
          for (long[] block : new long[][] {{length}, {length, length}, {-1, length}}) {
            bounded(spliced(record, at, longs(block), 1));
          }
        }
      }
    }
  }

  @Test
  void shouldAskForNoMoreThanIsThereWhateverTheBytes() {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("HostileRecordsTest: -Dskewline.seed=" + seed);
    Random random = new Random(seed);
    List<byte[]> records = records();
    for (int n = 0; n < 20_000; n++) {
      byte[] record = records.get(random.nextInt(records.size())).clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int at = AvroFormat.HEADER + random.nextInt(record.length - AvroFormat.HEADER);
        record[at] = (byte) random.nextInt();
      }
      bounded(Arrays.copyOf(record, AvroFormat.HEADER + random.nextInt(record.length)));
    }
  }

  /** Whatever is thrown that is no WireException fails the test. */
  private void bounded(byte[] record) {
    for (Codec<?> codec : all()) {
      long bytes =
          Allocated.by(
              () -> {
                try {
                  codec.decode("t", KEY, record);
                } catch (WireException expected) {
                  // With a reason.
                } catch (RuntimeException | Error e) {
                  throw new AssertionError(codec + " of " + Arrays.toString(record), e);
                }
              });
      assertThat(bytes)
          .as("%s of %s", codec, Arrays.toString(record))
          .isLessThan(BESIDE + (long) TIMES * record.length);
    }
  }

  @Test
  void shouldRejectARecordThatNestsAsDeepAsItIsLong() {
    Schema chain = Schema.createRecord("Chain", null, "evil", false);
    chain.setFields(
        List.of(
            new Schema.Field(
                "next", Schema.createUnion(Schema.create(Schema.Type.NULL), chain), null, null)));
    Schema deep = withField("chain", chain);
    int id = Fixtures.register(settings, "s", deep);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
    byte[] ones = new byte[1_000_000];
    Arrays.fill(ones, (byte) 2);
    bytes.writeBytes(ones);
    assertThatThrownBy(() -> codecs.frames().decode("t", KEY, bytes.toByteArray()))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("nested too deep");
  }

  @Test
  void shouldRejectRecordsOfASchemaThatIsTooLarge() {
    Schema large =
        new Schema.Parser().parse(withField("more", Schema.create(Schema.Type.INT)).toString());
    large.addProp("padding", "x".repeat(2 << 20));
    int id = Fixtures.register(settings, "s", large);
    byte[] record = new byte[] {0, 0, 0, 0, (byte) id, 2};
    assertThatThrownBy(() -> codecs.frames().decode("t", KEY, record))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("characters, at most 1048576");
  }

  /** Ours with a field before all others, as a registry that lets everything pass may hold it. */
  private static Schema withField(String name, Schema type) {
    Schema ours = ModalityFrame.getClassSchema();
    var fields = SchemaBuilder.record(ours.getName()).namespace(ours.getNamespace()).fields();
    fields = fields.name(name).type(type).noDefault();
    for (Schema.Field field : ours.getFields()) {
      fields = fields.name(field.name()).type(field.schema()).noDefault();
    }
    return fields.endRecord();
  }
}
