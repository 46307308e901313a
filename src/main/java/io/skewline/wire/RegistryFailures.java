// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;

/** Tells a registry that is away, and comes back, from one that will not have us. */
record RegistryFailures(RegistrySettings settings) {
  private static final List<String> CREDENTIALS =
      List.of("basic.auth.credentials.source", "basic.auth.user.info");
  private static final List<String> TRUST =
      List.of("schema.registry.ssl.truststore.location", "schema.registry.ssl.truststore.type");

  /** No answer came. */
  KafkaException of(IOException e) {
    return causes(e).anyMatch(SSLException.class::isInstance) && causes(e).noneMatch(this::isCutOff)
        ? refused("cannot be spoken to by TLS: " + e.getMessage(), keys("ssl.", TRUST), e)
        : away(e);
  }

  /** A handshake that ends because the server goes is no matter of trust. */
  private boolean isCutOff(Throwable e) {
    return e instanceof EOFException || e instanceof SocketException;
  }

  /** Empty where the answer is about what was asked for, and not about us. */
  Optional<KafkaException> of(int status, Exception e) {
    if (status == 401) {
      return Optional.of(refused("answered 401: it does not know us", keys(), e));
    }
    if (status == 403) {
      return Optional.of(
          refused("answered 403: it knows us and forbids it: " + e.getMessage(), keys(), e));
    }
    return status >= 500 || status == 429 || status == 408
        ? Optional.of(away(e))
        : Optional.empty();
  }

  RegistryAwayException away(Exception cause) {
    return new RegistryAwayException(
        "schema registry " + settings.shownUrl() + ": " + cause.getMessage(), cause);
  }

  private RegistryRefusedException refused(String what, List<String> keys, Exception cause) {
    return new RegistryRefusedException(
        "schema registry %s %s (look at %s in the section registry)"
            .formatted(settings.shownUrl(), what, String.join(" and ", keys)),
        cause);
  }

  private List<String> keys() {
    return settings.hasUserInUrl() ? List.of(RegistryKeys.URL) : keys("auth.", CREDENTIALS);
  }

  /** Those that are set, or else those that would have to be. */
  private List<String> keys(String part, List<String> otherwise) {
    List<String> set =
        settings.properties().keySet().stream().filter(key -> key.contains(part)).sorted().toList();
    return set.isEmpty() ? otherwise : set;
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }
}
