// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to start an {@link EmbeddedKafka}.
 *
 * @param dir where the data are kept; empty for a temporary directory
 * @param brokerPort 0 for a free one
 * @param controllerPort 0 for a free one
 * @param overrides broker properties that win over ours
 * @param security empty for a broker that asks nobody who he is
 */
public record EmbeddedKafkaOptions(
    Optional<Path> dir,
    int brokerPort,
    int controllerPort,
    Map<String, String> overrides,
    Optional<BrokerSecurity> security) {
  public EmbeddedKafkaOptions {
    check("broker port", brokerPort);
    check("controller port", controllerPort);
    overrides = Map.copyOf(overrides);
  }

  private static void check(String what, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(what + " must be 0..65535: was " + port);
    }
  }

  /** Data that go with the broker, on free ports. */
  public static EmbeddedKafkaOptions temporary() {
    return new EmbeddedKafkaOptions(Optional.empty(), 0, 0, Map.of(), Optional.empty());
  }

  /** Data that stay, so that a later broker can go on with them. */
  public static EmbeddedKafkaOptions in(Path dir) {
    return new EmbeddedKafkaOptions(Optional.of(dir), 0, 0, Map.of(), Optional.empty());
  }

  /** Fixed ports: clients of a restarted broker find it where it was. */
  public EmbeddedKafkaOptions onPorts(int broker, int controller) {
    return new EmbeddedKafkaOptions(dir, broker, controller, overrides, security);
  }

  public EmbeddedKafkaOptions with(Map<String, String> properties) {
    return new EmbeddedKafkaOptions(dir, brokerPort, controllerPort, properties, security);
  }

  public EmbeddedKafkaOptions secured(BrokerSecurity by) {
    return new EmbeddedKafkaOptions(dir, brokerPort, controllerPort, overrides, Optional.of(by));
  }

  boolean choosesPorts() {
    return brokerPort == 0 || controllerPort == 0;
  }
}
