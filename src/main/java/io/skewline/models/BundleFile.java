// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A bundle as a file: magic, version of the file's format, length of the header, header (hash, size
 * of the bundle, signer, signature), the bundle. All big endian, texts as {@link
 * DataOutputStream#writeUTF}. A later header may be longer; what follows the known fields is passed
 * over.
 *
 * @param hash SHA-256 of the bundle, 64 hex digits
 * @param bundle shared, never written to
 */
public record BundleFile(String hash, BundleSignature signature, byte[] bundle) {
  static final int MAGIC = 0x534b5746; // SKWF
  static final int VERSION = 1;

  /** Magic, version, length, and the largest header. */
  static final int MOST_OVERHEAD = 12 + (1 << 16);

  /** No file of a bundle is larger. */
  public static final long MOST_BYTES = BundleAssembly.MAX_BYTES + MOST_OVERHEAD;

  public byte[] encode() {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream(bundle.length + 512);
    try (DataOutputStream of = new DataOutputStream(header);
        DataOutputStream out = new DataOutputStream(file)) {
      of.writeUTF(hash);
      of.writeLong(bundle.length);
      of.writeUTF(signature.signer());
      of.writeUTF(signature.value());
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(header.size());
      header.writeTo(out);
      out.write(bundle);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return file.toByteArray();
  }

  /**
   * Reads a whole file; the bundle in it is what its header says, which tells nothing of what is in
   * the bundle.
   */
  public static BundleFile decode(byte[] file) throws BadBundleException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
      DataInputStream header = header(in);
      String hash = header.readUTF();
      long size = header.readLong();
      BundleSignature signature = new BundleSignature(header.readUTF(), header.readUTF());
      if (size < 1 || size > BundleAssembly.MAX_BYTES) {
        throw new BadBundleException(
            Reason.BAD_FORMAT, "size must be 1.." + BundleAssembly.MAX_BYTES + " bytes: " + size);
      }
      return new BundleFile(hash, signature, bundle(in, size, hash));
    } catch (EOFException e) {
      throw new BadBundleException(Reason.TRUNCATED, "the file ends in its header");
    } catch (IOException e) {
      throw new BadBundleException(Reason.BAD_FORMAT, "unreadable header: " + e.getMessage());
    }
  }

  private static DataInputStream header(DataInputStream in) throws IOException, BadBundleException {
    if (in.readInt() != MAGIC) {
      throw new BadBundleException(Reason.BAD_FORMAT, "no bundle file of Skewline");
    }
    int version = in.readInt();
    if (version < 1 || version > VERSION) {
      throw new BadBundleException(
          Reason.BAD_FORMAT,
          "file format version %d, this Skewline reads 1..%d".formatted(version, VERSION));
    }
    int length = in.readInt();
    if (length < 0 || length > MOST_OVERHEAD - 12) {
      throw new BadBundleException(Reason.BAD_FORMAT, "header of " + length + " bytes");
    }
    byte[] header = new byte[length];
    in.readFully(header);
    return new DataInputStream(new ByteArrayInputStream(header));
  }

  private static byte[] bundle(DataInputStream in, long size, String hash)
      throws IOException, BadBundleException {
    if (in.available() < size) {
      throw new BadBundleException(
          Reason.TRUNCATED, in.available() + " of " + size + " bytes of the bundle are there");
    }
    if (in.available() > size) {
      throw new BadBundleException(Reason.BAD_FORMAT, "bytes follow the bundle");
    }
    byte[] bundle = in.readAllBytes();
    if (!Bundle.sha256(bundle).equals(hash)) {
      throw new BadBundleException(Reason.HASH_MISMATCH, "the bundle is not what its header says");
    }
    return bundle;
  }
}
