// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.BundleReader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a checkpoint says, read beside whoever has it.
 *
 * @param met examples taken, over restarts
 * @param kept of them in the buffer
 * @param lastHash of the last bundle, published or not
 * @param unpublished a bundle waits to be published
 */
public record CheckpointView(
    long met, int kept, long rounds, long version, String lastHash, boolean unpublished) {

  /** Empty while there is none. */
  public static Optional<CheckpointView> of(
      Path directory, TrainSettings settings, BundleReader bundles) throws IOException {
    Path file = Checkpoint.file(directory);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream from =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      from.readInt();
      from.readInt();
      from.readUTF();
      Learner learner = LearnerState.read(from, settings, bundles);
      return Optional.of(
          new CheckpointView(
              learner.buffer.met(),
              learner.buffer.size(),
              learner.rounds,
              learner.version,
              learner.lastHash,
              learner.unpublished != null));
    }
  }
}
