// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The HDF5 files of one set, closed together. For one thread. */
final class OpenFiles implements AutoCloseable {
  private final Deque<Hdf5> files = new ArrayDeque<>();

  Hdf5 open(Path path) throws IOException {
    Hdf5 file = new Hdf5(path);
    files.push(file);
    return file;
  }

  @Override
  public void close() {
    while (!files.isEmpty()) {
      files.pop().close();
    }
  }
}
