// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary directories of a broker. */
final class Directories {
  private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

  private Directories() {}

  static Path temporary() {
    try {
      return Files.createTempDirectory("skewline-kafka");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for the broker's data", e);
    }
  }

  /** What cannot be deleted is logged: the broker that used it is gone either way. */
  static void delete(Path dir) {
    try {
      Files.walkFileTree(dir, new Deletion());
    } catch (IOException e) {
      LOG.warn("Broker data left behind in {}: {}", dir, e.toString());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** A broker's background deletion may be faster than ours. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path dir, @org.jspecify.annotations.Nullable IOException error) throws IOException {
      Files.deleteIfExists(dir);
      return FileVisitResult.CONTINUE;
    }
  }
}
