// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.BundleManifest;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a bundle, little endian: magic (4 bytes), format version (int), total length (long),
 * manifest (int length, JSON), number of tensors (int), each tensor by name (short length, UTF-8
 * name, int rows, int columns, floats), SHA-256 of everything before (32 bytes).
 */
final class BundleFormat {
  static final int VERSION = 1;
  private static final byte[] MAGIC = "SKWB".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 16;
  private static final int DIGEST = 32;

  private BundleFormat() {}

  /** What the bytes hold, the checksum checked but not the schema. */
  record Content(BundleManifest manifest, TensorSet tensors) {}

  static byte[] write(BundleManifest manifest, TensorSet tensors) {
    byte[] json = ManifestJson.write(manifest);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(buffer(4).putInt(json.length).array());
    body.writeBytes(json);
    body.writeBytes(buffer(4).putInt(tensors.byName().size()).array());
    tensors.byName().forEach((name, tensor) -> body.writeBytes(tensor(name, tensor)));
    ByteBuffer all = buffer(HEADER + body.size() + DIGEST);
    all.put(MAGIC).putInt(VERSION).putLong(all.capacity()).put(body.toByteArray());
    all.put(digest(all.array(), all.position()));
    return all.array();
  }

  private static byte[] tensor(String name, Tensor tensor) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = buffer(2 + utf8.length + 8 + 4 * tensor.values().length);
    bytes.putShort((short) utf8.length).put(utf8).putInt(tensor.rows()).putInt(tensor.columns());
    bytes.asFloatBuffer().put(tensor.values());
    return bytes.array();
  }

  static Content read(byte[] bytes) throws BadBundleException {
    checkHeader(bytes);
    int end = bytes.length - DIGEST;
    if (!Arrays.equals(digest(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new BadBundleException(Reason.HASH_MISMATCH, "the checksum at its end does not match");
    }
    ByteBuffer body = ByteBuffer.wrap(bytes, HEADER, end - HEADER).order(ByteOrder.LITTLE_ENDIAN);
    try {
      BundleManifest manifest = ManifestJson.read(take(body, body.getInt()));
      TensorSet tensors = readTensors(body);
      if (body.hasRemaining()) {
        throw new IllegalArgumentException(body.remaining() + " bytes follow the last tensor");
      }
      return new Content(manifest, tensors);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new BadBundleException(Reason.BAD_FORMAT, String.valueOf(e.getMessage()));
    }
  }

  static void checkHeader(byte[] bytes) throws BadBundleException {
    if (bytes.length < HEADER + DIGEST) {
      throw new BadBundleException(Reason.TRUNCATED, "only " + bytes.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (!Arrays.equals(take(header, MAGIC.length), MAGIC)) {
      throw new BadBundleException(Reason.BAD_FORMAT, "does not begin with SKWB");
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw new BadBundleException(
          Reason.BAD_FORMAT, "format version " + version + ", readable is " + VERSION);
    }
    long length = header.getLong();
    if (bytes.length != length) {
      throw new BadBundleException(
          bytes.length < length ? Reason.TRUNCATED : Reason.BAD_FORMAT,
          bytes.length + " bytes instead of " + length);
    }
  }

  private static TensorSet readTensors(ByteBuffer body) {
    int count = body.getInt();
    Map<String, Tensor> tensors = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = new String(take(body, body.getShort()), StandardCharsets.UTF_8);
      if (tensors.put(name, readTensor(body, name)) != null) {
        throw new IllegalArgumentException("tensor " + name + " stands twice");
      }
    }
    return new TensorSet(tensors);
  }

  private static Tensor readTensor(ByteBuffer body, String name) {
    int rows = body.getInt();
    int columns = body.getInt();
    if (rows < 1 || columns < 1 || (long) rows * columns * Float.BYTES > body.remaining()) {
      throw new IllegalArgumentException(
          "tensor " + name + " of " + rows + "×" + columns + " does not fit");
    }
    float[] values = new float[rows * columns];
    body.asFloatBuffer().get(values);
    body.position(body.position() + values.length * Float.BYTES);
    return new Tensor(rows, columns, values);
  }

  private static byte[] take(ByteBuffer from, int length) {
    if (length < 0 || length > from.remaining()) {
      throw new IllegalArgumentException("a part of " + length + " bytes does not fit");
    }
    byte[] taken = new byte[length];
    from.get(taken);
    return taken;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes, 0, length);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
