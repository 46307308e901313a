// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Which videos are only reported. The SDK keeps its folds in code, not in the data: a file {@code
 * folds.txt} may name them, a line {@code VIDEO train|valid|test} for every video; {@code valid}
 * counts as {@code train}, since a part to choose by is carved out of that, and {@code test} is
 * {@code val}. Without it a fifth of the videos is, by the CRC-32 of the name.
 */
final class CsdFolds {
  private final Map<String, String> splits = new HashMap<>();
  private final Path file;
  private final boolean named;

  CsdFolds(Path folder) throws IOException {
    this.file = folder.resolve("folds.txt");
    this.named = Files.exists(file);
    if (!named) {
      return;
    }
    for (TextLine line : TextLine.read(file, StandardCharsets.UTF_8)) {
      String[] parts = line.text().strip().split("\\s+");
      if (parts.length != 2 || !parts[1].matches("train|valid|test")) {
        throw line.error("must be VIDEO train|valid|test: was '" + line.text() + "'");
      }
      if (splits.put(parts[0], parts[1].equals("test") ? "val" : "train") != null) {
        throw line.error("video " + parts[0] + " is there twice");
      }
    }
  }

  /** {@code train} or {@code val}. */
  String split(String video) throws IOException {
    if (named) {
      String split = splits.get(video);
      if (split == null) {
        throw new IOException(file + ": video " + video + " is in no fold");
      }
      return split;
    }
    CRC32 crc = new CRC32();
    crc.update(video.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() % 5 == 0 ? "val" : "train";
  }
}
