// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this machine, or one that it mounts. A folder that is not there is away. What a
 * writer that died has left is deleted a day later.
 */
record FileBlobs(Path folder) implements Blobs {
  private static final Logger LOG = LoggerFactory.getLogger(FileBlobs.class);
  private static final Duration LEFT = Duration.ofDays(1);
  private static final Pattern PART = Pattern.compile(".+\\.[0-9a-f-]{36}\\.part");

  @Override
  public void put(String name, byte[] bytes) {
    try {
      // Not by createTempFile: nobody else could read it.
      Path part = folder.resolve(name + "." + UUID.randomUUID() + ".part");
      try {
        Files.write(part, bytes);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new AwayException("cannot write " + folder.resolve(name) + ": " + e, e);
    }
    deleteLeft();
  }

  private void deleteLeft() {
    Instant before = Instant.now().minus(LEFT);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(FileBlobs::isPart).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("What was left of files in {} may stay: {}", folder, e.toString());
    }
  }

  private static boolean isPart(Path file) {
    return PART.matcher(String.valueOf(file.getFileName())).matches();
  }

  @Override
  public Optional<byte[]> get(String name, long most) throws BadBundleException {
    if (!Files.isDirectory(folder)) {
      throw new AwayException("folder " + folder + " is not there");
    }
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > most) {
        throw new BadBundleException(
            Reason.BAD_FORMAT, file + " has more than the " + most + " bytes that it may have");
      }
      return Optional.of(in.readNBytes(Math.toIntExact(most)));
    } catch (IOException e) {
      throw new AwayException("cannot read " + file + ": " + e, e);
    }
  }
}
