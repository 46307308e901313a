// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** A folder of this machine, or one that it mounts. A folder that is not there is away. */
record FileBlobs(Path folder) implements Blobs {

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
