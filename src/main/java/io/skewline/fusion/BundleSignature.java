// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/**
 * Who vouches for a bundle. Carried beside it and not part of its hash, so that a bundle may be
 * signed later, or by another.
 *
 * @param signer id of the key; empty for an unsigned bundle
 * @param value the signature, Base64; empty likewise
 */
public record BundleSignature(String signer, String value) {
  public static final BundleSignature NONE = new BundleSignature("", "");

  public boolean present() {
    return !value.isEmpty();
  }
}
