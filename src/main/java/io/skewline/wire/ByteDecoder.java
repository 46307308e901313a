// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.EOFException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro binary from one array, every length held against the bytes that are left before anything is
 * allocated. Avro's own decoder believes lengths: four bad bytes make it ask for two gigabytes, or
 * throw what is no AvroRuntimeException. One thread.
 */
final class ByteDecoder extends Decoder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  ByteDecoder(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.position = offset;
  }

  boolean isEnd() {
    return position == bytes.length;
  }

  /** The bytes of one {@code bytes} value: a view of the record, not a copy. */
  ByteBuffer view() throws EOFException {
    int length = length();
    return ByteBuffer.wrap(bytes, take(length), length);
  }

  private int take(int length) throws EOFException {
    if (length > bytes.length - position) {
      throw new EOFException("it ends at byte " + bytes.length + ", " + length + " more expected");
    }
    int from = position;
    position += length;
    return from;
  }

  private int length() throws EOFException {
    long length = readLong();
    if (length < 0 || length > bytes.length - position) {
      throw new EOFException("length " + length + " at byte " + position + " of " + bytes.length);
    }
    return (int) length;
  }

  /** A block's count of items, each of which takes a byte or more in all our schemas. */
  private long items() throws EOFException {
    long count = readLong();
    if (count < 0) {
      count = -count;
      readLong();
    }
    if (count < 0 || count > bytes.length - position) {
      throw new EOFException(count + " items at byte " + position + " of " + bytes.length);
    }
    return count;
  }

  private long skipItems() throws EOFException {
    long count = readLong();
    while (count < 0) {
      take(length());
      count = readLong();
    }
    if (count > bytes.length - position) {
      throw new EOFException(count + " items at byte " + position + " of " + bytes.length);
    }
    return count;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws EOFException {
    return bytes[take(1)] == 1;
  }

  @Override
  public int readInt() throws EOFException {
    long value = readLong();
    if ((int) value != value) {
      throw new AvroRuntimeException(value + " is no int");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws EOFException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new AvroRuntimeException("a number of more than ten bytes at byte " + position);
  }

  @Override
  public float readFloat() throws EOFException {
    return Float.intBitsToFloat((int) INT.get(bytes, take(Float.BYTES)));
  }

  @Override
  public double readDouble() throws EOFException {
    return Double.longBitsToDouble((long) LONG.get(bytes, take(Double.BYTES)));
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws EOFException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws EOFException {
    int length = length();
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws EOFException {
    take(length());
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws EOFException {
    int length = length();
    int from = take(length);
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length));
  }

  @Override
  public void skipBytes() throws EOFException {
    take(length());
  }

  @Override
  public void readFixed(byte[] to, int start, int length) throws EOFException {
    System.arraycopy(bytes, take(length), to, start, length);
  }

  @Override
  public void skipFixed(int length) throws EOFException {
    take(length);
  }

  @Override
  public int readEnum() throws EOFException {
    return readInt();
  }

  @Override
  public int readIndex() throws EOFException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws EOFException {
    return items();
  }

  @Override
  public long arrayNext() throws EOFException {
    return items();
  }

  @Override
  public long skipArray() throws EOFException {
    return skipItems();
  }

  @Override
  public long readMapStart() throws EOFException {
    return items();
  }

  @Override
  public long mapNext() throws EOFException {
    return items();
  }

  @Override
  public long skipMap() throws EOFException {
    return skipItems();
  }
}
