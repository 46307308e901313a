// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Record keys. */
final class Keys {
  /** A longer key would travel with every record about its stream, predictions among them. */
  private static final int LONGEST = 1024;

  private static final char REPLACEMENT = '\uFFFD';

  private Keys() {}

  static byte[] of(StreamId stream) {
    return stream.value().getBytes(StandardCharsets.UTF_8);
  }

  static StreamId stream(byte[] key) throws WireException {
    if (key == null || key.length == 0) {
      throw new WireException(
          RejectReason.NULL_KEY, "the record has no key; it must be the stream id");
    }
    if (key.length > LONGEST) {
      throw new WireException(
          RejectReason.BAD_FIELD, "the key has " + key.length + " bytes, at most " + LONGEST);
    }
    String id = new String(key, StandardCharsets.UTF_8);
    if (id.indexOf(REPLACEMENT) >= 0) {
      checkWellFormed(key);
    }
    return new StreamId(id);
  }

  /** The replacement character may stand in the key itself, or for what is no UTF-8. */
  private static void checkWellFormed(byte[] key) throws WireException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key));
    } catch (CharacterCodingException e) {
      throw new WireException(RejectReason.BAD_FIELD, "the key is not UTF-8");
    }
  }
}
