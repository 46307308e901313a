// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.containers.ContainerCluster;
import io.skewline.registry.RegistryServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Skipped where no container engine runs. */
@Tag("docker")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ContainerRegistryContractIT extends RegistryContract {
  private ContainerCluster cluster;

  @Override
  RegistryServer start(Path dir) {
    cluster = ContainerCluster.start(dir);
    return cluster.registry();
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
