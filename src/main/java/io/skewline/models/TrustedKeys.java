// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.BundleSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Ed25519 public keys, of which one must have signed a bundle; without any, all may come. */
public final class TrustedKeys {
  private final Optional<Path> where;
  private final Map<String, PublicKey> keys = new TreeMap<>();

  private TrustedKeys(Optional<Path> where) {
    this.where = where;
  }

  /**
   * @param where a public key in PEM, as {@code openssl pkey -pubout} writes it, or a folder of
   *     files {@code *.pem}
   * @throws IllegalStateException if one cannot be read, or there is none
   */
  public static TrustedKeys in(Optional<Path> where) {
    TrustedKeys trusted = new TrustedKeys(where);
    where.ifPresent(
        path -> files(path).forEach(file -> trusted.keys.put(PemKey.name(file), key(file))));
    if (where.isPresent() && trusted.keys.isEmpty()) {
      throw new IllegalStateException("models.trust: there is no *.pem in " + where.get());
    }
    return trusted;
  }

  private static List<Path> files(Path where) {
    if (!Files.isDirectory(where)) {
      return List.of(where);
    }
    try (Stream<Path> files = Files.list(where)) {
      return files.filter(file -> file.toString().endsWith(".pem")).toList();
    } catch (IOException e) {
      throw new IllegalStateException("models.trust: cannot list " + where + ": " + e, e);
    }
  }

  private static PublicKey key(Path file) {
    try {
      byte[] encoded = PemKey.read(file, "PUBLIC KEY");
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("models.trust: there is no key or folder at " + file, e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "models.trust: %s is no Ed25519 public key in PEM: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * @param sizeBytes of the bundle
   * @throws BadBundleException unless there are no keys here or one of them signed it
   */
  public void require(BundleSignature signature, String hash, long sizeBytes)
      throws BadBundleException {
    if (where.isEmpty()) {
      return;
    }
    if (!signature.present()) {
      throw new BadBundleException(
          Reason.UNTRUSTED, "not signed; models.trust wants one of " + keys.keySet());
    }
    for (PublicKey key : keys.values()) {
      if (verifies(key, signature, BundleSigner.text(hash, sizeBytes))) {
        return;
      }
    }
    throw new BadBundleException(
        Reason.UNTRUSTED,
        "what '%s' signed is not signed with one of %s of models.trust"
            .formatted(signature.signer(), keys.keySet()));
  }

  private static boolean verifies(PublicKey key, BundleSignature signature, byte[] text) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(Base64.getDecoder().decode(signature.value()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
