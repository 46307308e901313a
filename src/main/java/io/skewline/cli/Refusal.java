// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.wire.RegistryAwayException;
import io.skewline.wire.RegistryRefusedException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What a broker or a registry that does not serve us says, and where to look, in one line. */
final class Refusal {
  private Refusal() {}

  static Optional<String> of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .flatMap(e -> words(e).stream())
        .findFirst();
  }

  private static Optional<String> words(Throwable e) {
    if (e instanceof RegistryRefusedException || e instanceof RegistryAwayException) {
      return Optional.of(e.getMessage());
    }
    if (!(e instanceof AuthenticationException)) {
      return Optional.empty();
    }
    String keys =
        e instanceof SslAuthenticationException
            ? "ssl.truststore.* and ssl.keystore.*"
            : "sasl.mechanism and sasl.jaas.config";
    return Optional.of("Kafka: " + e.getMessage() + " (look at " + keys + ")");
  }
}
