// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import java.net.URI;
import java.util.Optional;

/** A folder of files somewhere. Safe for many threads. */
interface Blobs extends AutoCloseable {

  /**
   * Writes a whole file or none; one that is there is replaced.
   *
   * @throws AwayException if it cannot be reached
   * @throws org.apache.kafka.common.KafkaException if it does not take it
   */
  void put(String name, byte[] bytes);

  /**
   * The file; empty if there is none.
   *
   * @param most bytes that it may have; more are not held
   * @throws AwayException if it cannot be reached
   * @throws BadBundleException if it is larger, or will not be given
   */
  Optional<byte[]> get(String name, long most) throws BadBundleException;

  /** Ends what is under way. */
  @Override
  default void close() {}

  /**
   * @throws IllegalStateException if the environment lacks what it needs
   */
  static Blobs at(URI folder) {
    return switch (String.valueOf(folder.getScheme())) {
      case "file" -> new FileBlobs(java.nio.file.Path.of(folder));
      case "http", "https" -> new HttpBlobs(folder, RequestAuthority.bearer(System.getenv()));
      case "s3" -> S3Location.blobs(folder, System.getenv());
      default -> throw new IllegalArgumentException("no location for bundles: " + folder);
    };
  }
}
