// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** A file that is written at the end of long work, looked at before it. */
final class OutputFile {
  private OutputFile() {}

  /**
   * @param file null for none
   * @throws TypeConversionException if it could not be written
   */
  static void check(String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    boolean writable =
        Files.exists(file)
            ? !Files.isDirectory(file) && Files.isWritable(file)
            : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!writable) {
      throw new TypeConversionException(
          option
              + " must be a file that can be written, in a folder that is there: was '"
              + file
              + "'");
    }
  }

  /**
   * Likewise a folder, which need not be there.
   *
   * @throws TypeConversionException if nothing could be written in it
   */
  static void checkFolder(String option, Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new TypeConversionException(
          option + " must be a folder that can be written: was '" + folder + "'");
    }
  }
}
