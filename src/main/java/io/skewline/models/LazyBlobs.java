// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Files of a folder that is opened when one is asked for. One that cannot be opened is away. */
final class LazyBlobs implements Blobs {
  private final Supplier<Blobs> folder;
  private @Nullable Blobs opened;

  /**
   * @param folder throws an IllegalStateException where the environment lacks what it needs
   */
  LazyBlobs(Supplier<Blobs> folder) {
    this.folder = folder;
  }

  private synchronized Blobs open() {
    Blobs known = opened;
    if (known == null) {
      try {
        known = folder.get();
      } catch (IllegalStateException e) {
        throw new AwayException(String.valueOf(e.getMessage()), e);
      }
      opened = known;
    }
    return known;
  }

  @Override
  public void put(String name, byte[] bytes) {
    open().put(name, bytes);
  }

  @Override
  public Optional<byte[]> get(String name, long most) throws BadBundleException {
    return open().get(name, most);
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
