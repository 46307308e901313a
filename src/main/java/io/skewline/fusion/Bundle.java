// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Everything that serving needs in one immutable, checksummed artefact. The bytes are opaque here:
 * {@link BundleReader} knows their format.
 *
 * @param bytes shared, never written to
 * @param hash SHA-256 of the bytes, 64 hex digits
 */
public record Bundle(BundleManifest manifest, byte[] bytes, String hash) {

  public static Bundle of(BundleManifest manifest, byte[] bytes) {
    return new Bundle(manifest, bytes, sha256(bytes));
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
