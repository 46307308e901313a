// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.skewline.topology.HttpSettings;
import java.time.Duration;

/**
 * @param host the address to bind
 * @param port 0 takes a free one
 * @param patience how long expected progress may stay away before the process counts as stuck
 * @param access who may ask, and how
 */
public record StatusSettings(String host, int port, Duration patience, Access access) {
  public StatusSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0..65535: was " + port);
    }
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience must be above 0: was " + patience);
    }
  }

  /**
   * As the topology file has it, patient for one minute.
   *
   * @param port of the process, which is not the same for each
   * @throws IllegalArgumentException if the keystore cannot be used
   */
  public static StatusSettings of(HttpSettings http, int port) {
    Access access = new Access(http.keystore().map(Tls::of), next -> Guard.before(next, http));
    return new StatusSettings(http.host(), port, Duration.ofMinutes(1), access);
  }

  /** Reachable from this machine only, patient for one minute. */
  public static StatusSettings local(int port) {
    return new StatusSettings("localhost", port, Duration.ofMinutes(1), Access.open());
  }
}
