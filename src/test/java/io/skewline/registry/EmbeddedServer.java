// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.registry;

import io.skewline.embedded.Certificates;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.embedded.EmbeddedRegistryOptions;
import java.nio.file.Path;
import java.util.Set;

/** Our own; the two doors lead to two registries. */
public final class EmbeddedServer implements RegistryServer {
  private final EmbeddedRegistry plain = EmbeddedRegistry.start();
  private final EmbeddedRegistry tls;
  private final Path certificate;

  public EmbeddedServer(Path dir) {
    Path keystore = Certificates.keystore(dir, "embedded");
    certificate = Certificates.certificate(keystore);
    tls = EmbeddedRegistry.start(EmbeddedRegistryOptions.open().by(Certificates.tls(keystore)));
  }

  @Override
  public String url() {
    return plain.url();
  }

  @Override
  public String tlsUrl() {
    return tls.url();
  }

  @Override
  public Path certificate() {
    return certificate;
  }

  @Override
  public Set<Deviation> deviations() {
    return Set.of();
  }

  @Override
  public void close() {
    plain.close();
    tls.close();
  }
}
