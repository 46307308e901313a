// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles fetched from elsewhere, by hash, on this machine's disk: a restart needs them while their
 * location is away. The eight last used stay. Other processes may use the folder, too. What goes
 * wrong costs a fetch and nothing else.
 */
record BundleCache(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);
  private static final int MOST = 8;
  private static final String SUFFIX = ".bundle";

  /** Found only as it was put. */
  Optional<byte[]> get(String hash, long sizeBytes) {
    Path file = folder.resolve(hash + SUFFIX);
    try {
      if (Files.exists(file) && Files.size(file) == sizeBytes) {
        byte[] bytes = Files.readAllBytes(file);
        if (Bundle.sha256(bytes).equals(hash)) {
          use(hash);
          return Optional.of(bytes);
        }
        LOG.warn("{} is damaged, its bundle is fetched again", file);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read, its bundle is fetched again: {}", file, e.toString());
    }
    return Optional.empty();
  }

  /** Stays longer than what was put or got before. */
  void use(String hash) {
    try {
      Path file = folder.resolve(hash + SUFFIX);
      if (Files.exists(file)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
    } catch (IOException e) {
      LOG.warn("Bundle {} may not stay in {}: {}", hash, folder, e.toString());
    }
  }

  void put(String hash, byte[] bytes) {
    try {
      Files.createDirectories(folder);
      new FileBlobs(folder).put(hash + SUFFIX, bytes);
      for (Path old : lastUsed().stream().skip(MOST).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException | UncheckedIOException | AwayException e) {
      LOG.warn("Bundle {} is not kept in {}: {}", hash, folder, e.toString());
    }
  }

  private List<Path> lastUsed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparingLong((Path file) -> file.toFile().lastModified()).reversed())
          .toList();
    }
  }
}
