// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.registry.ApicurioServer;
import io.skewline.registry.RegistryServer;
import java.nio.file.Path;

/** Skipped where Maven has not unpacked the server. */
class ApicurioRegistryAppIT extends RegistryAppContract {
  @Override
  RegistryServer startServer(Path dir) {
    return new ApicurioServer(dir);
  }
}
