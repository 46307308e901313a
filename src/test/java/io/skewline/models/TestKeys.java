// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A new Ed25519 key pair as files: {@code NAME-secret.pem} and {@code NAME.pem}. */
public record TestKeys(Path secret, Path open) {

  public static TestKeys in(Path dir, String name) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return new TestKeys(
        pem(dir.resolve(name + "-secret.pem"), "PRIVATE KEY", pair.getPrivate().getEncoded()),
        pem(dir.resolve(name + ".pem"), "PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private static Path pem(Path file, String kind, byte[] encoded) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded), kind));
  }
}
