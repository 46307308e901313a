// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/**
 * Says which bundle is to serve. Published after the bundle's last part.
 *
 * @param sizeBytes of the whole bundle
 * @param layers what the bundle's plan reads; all where its publisher did not say
 * @param carried what frames are to carry while this is the newest activation of its role: these
 *     layers, and while models change those of the other one as well
 * @param reason in words: what it was measured against
 * @param location URL of the bundle's file; empty where its parts are on the topic
 */
public record Activation(
    Role role,
    String hash,
    long version,
    long sizeBytes,
    FrameLayers layers,
    FrameLayers carried,
    String reason,
    String location,
    BundleSignature signature) {

  /** Unsigned, its parts on the topic. */
  public Activation(
      Role role,
      String hash,
      long version,
      long sizeBytes,
      FrameLayers layers,
      FrameLayers carried,
      String reason) {
    this(role, hash, version, sizeBytes, layers, carried, reason, "", BundleSignature.NONE);
  }

  /** Likewise; frames carry what its plan reads. */
  public Activation(
      Role role, String hash, long version, long sizeBytes, FrameLayers layers, String reason) {
    this(role, hash, version, sizeBytes, layers, layers, reason);
  }

  /** What a bundle is followed for. */
  public enum Role {
    ACTIVE,
    CANDIDATE
  }

  public Activation as(Role other) {
    return with(other, carried, reason);
  }

  public Activation carrying(FrameLayers others) {
    return with(role, others, reason);
  }

  public Activation because(String other) {
    return with(role, carried, other);
  }

  private Activation with(Role role, FrameLayers carried, String reason) {
    return new Activation(
        role, hash, version, sizeBytes, layers, carried, reason, location, signature);
  }

  /** Its bundle lies there, or with an empty URL in parts on the topic. */
  public Activation at(String url) {
    return new Activation(role, hash, version, sizeBytes, layers, carried, reason, url, signature);
  }

  public Activation signed(BundleSignature by) {
    return new Activation(role, hash, version, sizeBytes, layers, carried, reason, location, by);
  }
}
