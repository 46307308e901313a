// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.registry.EmbeddedServer;
import io.skewline.registry.RegistryServer;
import java.nio.file.Path;

class EmbeddedRegistryContractTest extends RegistryContract {
  @Override
  RegistryServer start(Path dir) {
    return new EmbeddedServer(dir);
  }
}
