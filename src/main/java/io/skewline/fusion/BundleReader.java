// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/** Turns the bytes of a bundle into a model: complete, finite and warm, or not at all. */
public interface BundleReader {

  /**
   * Checks format, hash, schema and weights, and runs the model once.
   *
   * @param hash what the publisher says the SHA-256 of the bytes is
   * @throws BadBundleException with the reason; nothing stays allocated
   */
  FusionModel read(byte[] bytes, String hash) throws BadBundleException;
}
