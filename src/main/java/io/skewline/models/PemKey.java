// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as files in PEM. */
final class PemKey {
  private PemKey() {}

  /** What a key is called: its file, without the ending. */
  static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceAll("\\.[^.]*$", "");
  }

  /**
   * The first of its kind in the file.
   *
   * @param kind PUBLIC KEY or PRIVATE KEY
   */
  static byte[] read(Path file, String kind) throws IOException, InvalidKeySpecException {
    Matcher pem =
        Pattern.compile(
                "-----BEGIN %1$s-----([A-Za-z0-9+/=\\s]+)-----END %1$s-----".formatted(kind))
            .matcher(Files.readString(file));
    if (!pem.find()) {
      throw new InvalidKeySpecException("there is no -----BEGIN " + kind + "----- in it");
    }
    try {
      return Base64.getMimeDecoder().decode(pem.group(1));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("it is not Base64", e);
    }
  }
}
