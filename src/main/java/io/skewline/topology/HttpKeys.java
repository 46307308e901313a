// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.nio.file.Path;
import java.util.List;

/** The keys of {@code http}: where the processor and the trainer are asked, and by whom. */
final class HttpKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> HOST =
      LIST.of(
          "http.host",
          "localhost",
          Kinds.matching("[A-Za-z0-9.:_%-]+"),
          "address or name that is bound: 0.0.0.0 for all of this machine");
  static final Key<Integer> PORT =
      LIST.of(
          "http.port",
          "8080",
          Kinds.integer(0, 65_535),
          "port of the dashboard, health and metrics; 0 takes a free one");
  static final Key<Integer> TRAINER_PORT =
      LIST.of(
          "http.trainerPort",
          "0",
          Kinds.integer(0, 65_535),
          "port of the trainer's health, metrics and scores; 0 takes a free one");
  static final Key<Path> KEYSTORE =
      LIST.optional(
          "http.keystore", Kinds.path(), "PKCS12 with key and certificate: https instead of http");
  static final Key<String> KEYSTORE_PASSWORD =
      LIST.optional("http.keystorePassword", Kinds.secret(), "of http.keystore and the key in it");
  static final Key<String> USER =
      LIST.optional(
          "http.user",
          Kinds.matching("[^:\\s]+"),
          "basic authentication: who asks must be this user, with http.password");
  static final Key<String> PASSWORD =
      LIST.optional("http.password", Kinds.secret(), "of http.user");
  static final Key<String> TOKEN =
      LIST.optional(
          "http.token",
          Kinds.secret(),
          "bearer authentication: who asks must carry it; with http.user, one of both will do");
  static final Key<Boolean> OPEN_HEALTH =
      LIST.of(
          "http.openHealth",
          "false",
          Kinds.bool(),
          "/health/live and /health/ready answer everybody, e.g. probes");
  static final Key<Boolean> PLAIN_PASSWORDS =
      LIST.of(
          "http.plainPasswords",
          "false",
          Kinds.bool(),
          "passwords and tokens may come in by plain http from other machines, e.g. behind a proxy that ends TLS");

  static final List<Key<?>> ALL = LIST.all();

  private HttpKeys() {}
}
