// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How bundles travel.
 *
 * @param location folder that their files lie in, {@code file:}, {@code http:}, {@code https:} or
 *     {@code s3:}; empty where they travel in parts on the topic. What an activation names outside
 *     of it is refused, never fetched
 * @param cache folder for bundles fetched from there
 * @param trust an Ed25519 public key (PEM), or a folder of such: whose signature a bundle must
 *     carry; empty to take any
 * @param signKey an Ed25519 private key (PEM) that publications are signed with; read by publishers
 */
public record ModelTransport(
    Optional<URI> location, Path cache, Optional<Path> trust, Optional<Path> signKey) {

  /** In parts on the topic, from anybody. */
  public static final ModelTransport ON_THE_TOPIC =
      new ModelTransport(Optional.empty(), defaultCache(""), Optional.empty(), Optional.empty());

  /**
   * Where temporary files lie.
   *
   * @param name of the topology: none pushes out the bundles of another
   */
  public static Path defaultCache(String name) {
    return Path.of(System.getProperty("java.io.tmpdir"), "skewline-bundles-" + name);
  }
}
