// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.registry.EmbeddedServer;
import io.skewline.registry.RegistryServer;
import java.nio.file.Path;

class EmbeddedRegistryAppIT extends RegistryAppContract {
  @Override
  RegistryServer startServer(Path dir) {
    return new EmbeddedServer(dir);
  }
}
