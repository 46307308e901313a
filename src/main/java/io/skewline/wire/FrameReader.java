// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.ModalityFrame;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads the Avro binary of a ModalityFrame field by field, without generated objects between: a
 * layer's values go from the record to a float array in one bulk copy. Safe for many threads.
 */
final class FrameReader {
  private static final Schema SCHEMA = ModalityFrame.getClassSchema();
  private static final int MOST_LAYERS = 256;
  private static final int FLOAT16 = 1;

  private final ThreadLocal<BinaryDecoder> decoders = new ThreadLocal<>();

  /** The fields of a frame before its layers are known to be a valid stack. */
  private record Header(
      String modality, long eventTime, long sequence, String session, long duration) {}

  Frame read(StreamId stream, byte[] bytes, int offset) throws WireException {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, decoders.get());
    decoders.set(decoder);
    try {
      Header header =
          new Header(
              decoder.readString(),
              decoder.readLong(),
              decoder.readLong(),
              decoder.readIndex() == 0 ? "" : decoder.readString(),
              decoder.readIndex() == 0 ? 0 : decoder.readLong());
      LayerStack layers = readLayers(decoder, bytes.length);
      if (!decoder.isEnd()) {
        throw new WireException(RejectReason.TRUNCATED, "bytes follow the end of the frame");
      }
      return frame(stream, header, layers);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw AvroFormat.unreadable(SCHEMA, e);
    }
  }

  private static Frame frame(StreamId stream, Header header, LayerStack layers)
      throws WireException {
    if (header.eventTime() < 0) {
      throw new WireException(
          RejectReason.NEGATIVE_TIME, "eventTime is " + header.eventTime() + " µs");
    }
    try {
      return new Frame(
          stream,
          new Modality(header.modality()),
          header.eventTime(),
          header.sequence(),
          header.session(),
          header.duration(),
          layers);
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, e.getMessage());
    }
  }

  private static LayerStack readLayers(BinaryDecoder decoder, int length)
      throws IOException, WireException {
    int[] indices = new int[4];
    float[][] values = new float[4][];
    int count = 0;
    ByteBuffer buffer = null;
    for (long block = decoder.readArrayStart(); block != 0; block = decoder.arrayNext()) {
      if (block < 0 || count + block > MOST_LAYERS) {
        throw new WireException(RejectReason.WRONG_LAYER, "more than " + MOST_LAYERS + " layers");
      }
      for (long n = 0; n < block; n++) {
        if (count == indices.length) {
          indices = Arrays.copyOf(indices, 2 * count);
          values = Arrays.copyOf(values, 2 * count);
        }
        indices[count] = decoder.readInt();
        int dtype = decoder.readEnum();
        buffer = decoder.readBytes(buffer);
        values[count++] = floats(buffer, dtype);
      }
    }
    return stack(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
  }

  private static LayerStack stack(int[] indices, float[][] values) throws WireException {
    if (indices.length == 0) {
      throw new WireException(RejectReason.EMPTY_LAYERS, "the frame carries no layer");
    }
    try {
      return LayerStack.of(indices, values);
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.WRONG_LAYER, e.getMessage());
    }
  }

  private static float[] floats(ByteBuffer bytes, int dtype) throws WireException {
    int size = dtype == FLOAT16 ? Short.BYTES : Float.BYTES;
    if (bytes.remaining() % size != 0) {
      throw new WireException(
          RejectReason.WRONG_WIDTH,
          bytes.remaining() + " bytes are no whole number of " + size + "-byte floats");
    }
    float[] floats = new float[bytes.remaining() / size];
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (dtype == FLOAT16) {
      ShortBuffer halves = bytes.asShortBuffer();
      for (int i = 0; i < floats.length; i++) {
        floats[i] = HalfFloats.toFloat(halves.get(i));
      }
    } else {
      bytes.asFloatBuffer().get(floats);
    }
    return floats;
  }
}
