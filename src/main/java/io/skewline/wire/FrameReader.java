// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import io.skewline.avro.ModalityFrame;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.io.EOFException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Reads the Avro binary of a ModalityFrame field by field, without generated objects between: a
 * layer's values go from the record to a float array in one bulk copy. Safe for many threads.
 */
final class FrameReader {
  private static final Schema SCHEMA = ModalityFrame.getClassSchema();

  StreamEvent read(StreamId stream, byte[] bytes, int offset) throws WireException {
    ByteDecoder decoder = new ByteDecoder(bytes, offset);
    try {
      FrameParts frame = new FrameParts(decoder.readString());
      frame.eventTime = decoder.readLong();
      frame.sequence = decoder.readLong();
      frame.session = isPresent(decoder) ? decoder.readString() : "";
      frame.duration = isPresent(decoder) ? decoder.readLong() : 0;
      readLayers(decoder, frame);
      frame.endOfStream = decoder.readBoolean();
      if (!decoder.isEnd()) {
        throw new WireException(RejectReason.TRUNCATED, "bytes follow the end of the frame");
      }
      return frame.build(stream);
    } catch (EOFException | AvroRuntimeException e) {
      throw AvroFormat.unreadable(SCHEMA, e);
    }
  }

  private static boolean isPresent(ByteDecoder decoder) throws EOFException {
    int branch = decoder.readIndex();
    if (branch != 0 && branch != 1) {
      throw new AvroRuntimeException("union branch " + branch + " of 0..1");
    }
    return branch == 1;
  }

  private static void readLayers(ByteDecoder decoder, FrameParts frame)
      throws EOFException, WireException {
    for (long block = decoder.readArrayStart(); block != 0; block = decoder.arrayNext()) {
      for (long n = 0; n < block; n++) {
        int index = decoder.readInt();
        int dtype = decoder.readEnum();
        ByteBuffer values = decoder.view();
        frame.addLayer(index, dtype(dtype), values);
      }
    }
  }

  private static DType dtype(int ordinal) {
    return switch (ordinal) {
      case 0 -> DType.FLOAT32;
      case 1 -> DType.FLOAT16;
      default -> throw new AvroRuntimeException("dtype " + ordinal + " of 0..1");
    };
  }
}
