// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.wire.RegistryAwayException;
import io.skewline.wire.RegistryRefusedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * What a broker, a registry or a file that does not serve us says, and where to look, in one line.
 */
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
    if (e instanceof FileSystemException file && file.getReason() == null) {
      // Its message is the path alone.
      return Optional.of(file.getMessage() + ": " + trouble(file));
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

  private static String trouble(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something is there already";
    }
    return e.getClass().getSimpleName();
  }
}
