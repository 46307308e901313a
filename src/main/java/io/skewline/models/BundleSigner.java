// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs bundles with an Ed25519 key. Safe for many threads. */
public final class BundleSigner {
  private final String name;
  private final PrivateKey key;

  private BundleSigner(String name, PrivateKey key) {
    this.name = name;
    this.key = key;
  }

  /**
   * @param file private key in PEM (PKCS 8), as {@code openssl genpkey -algorithm ed25519} writes
   *     it; its name without the ending is the signer's
   * @throws IllegalStateException if it is missing or cannot be read
   */
  public static BundleSigner with(Path file) {
    try {
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(PemKey.read(file, "PRIVATE KEY"));
      return new BundleSigner(
          PemKey.name(file), KeyFactory.getInstance("Ed25519").generatePrivate(spec));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("there is no key to sign with at " + file, e);
    } catch (IOException | GeneralSecurityException e) {
      // Without the cause's own text: it could quote the key.
      throw new IllegalStateException(file + " is no Ed25519 private key in PEM that can be read");
    }
  }

  public BundleSignature sign(Bundle bundle) {
    return sign(bundle.hash(), bundle.bytes().length);
  }

  BundleSignature sign(String hash, long sizeBytes) {
    try {
      Signature signing = Signature.getInstance("Ed25519");
      signing.initSign(key);
      signing.update(text(hash, sizeBytes));
      return new BundleSignature(name, Base64.getEncoder().encodeToString(signing.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with " + name + " failed", e);
    }
  }

  /** What is signed: the hash stands for the bundle's bytes, with version and plan in them. */
  static byte[] text(String hash, long sizeBytes) {
    return "skewline bundle 1\n%s\n%d\n"
        .formatted(hash, sizeBytes)
        .getBytes(StandardCharsets.UTF_8);
  }
}
