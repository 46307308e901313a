// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/**
 * Says which bundle is to serve. Published after the bundle's last part.
 *
 * @param sizeBytes of the whole bundle
 * @param reason in words: what it was measured against
 */
public record Activation(Role role, String hash, long version, long sizeBytes, String reason) {

  /** What a bundle is followed for. */
  public enum Role {
    ACTIVE,
    CANDIDATE
  }
}
