// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How an embedded registry is reached.
 *
 * @param port 0 for a free one
 * @param userInfo {@code user:password} that every request must carry as basic authentication
 * @param tls with the key that it answers https by; plain http without
 */
public record EmbeddedRegistryOptions(
    int port, Optional<String> userInfo, Optional<SSLContext> tls) {

  /** Plain, for everybody on this machine, on a free port. */
  public static EmbeddedRegistryOptions open() {
    return new EmbeddedRegistryOptions(0, Optional.empty(), Optional.empty());
  }

  public EmbeddedRegistryOptions on(int port) {
    return new EmbeddedRegistryOptions(port, userInfo, tls);
  }

  public EmbeddedRegistryOptions forUser(String userInfo) {
    return new EmbeddedRegistryOptions(port, Optional.of(userInfo), tls);
  }

  public EmbeddedRegistryOptions by(SSLContext tls) {
    return new EmbeddedRegistryOptions(port, userInfo, Optional.of(tls));
  }
}
