// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BundleManifest;

/** Reads what a bundle says of itself, whatever topology it was made for. */
public final class ManifestReader {
  private ManifestReader() {}

  /**
   * The whole bundle is checked, as a {@link NetworkBundleReader} does, but no model made of it.
   *
   * @param hash what the SHA-256 of the bytes must be
   */
  public static BundleManifest read(byte[] bytes, String hash) throws BadBundleException {
    return BundleContent.read(bytes, hash).manifest();
  }
}
