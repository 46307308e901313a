// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the processor and the trainer are asked over HTTP, and by whom. Its text form shows no
 * secrets.
 *
 * @param port of the processor; 0 takes a free one
 * @param trainerPort likewise
 * @param keystore empty: no TLS
 * @param user who may ask by basic authentication
 * @param token who may ask by bearer authentication; without user and token, everybody
 * @param openHealth whether the health pages answer everybody
 */
public record HttpSettings(
    String host,
    int port,
    int trainerPort,
    Optional<Keystore> keystore,
    Optional<User> user,
    Optional<String> token,
    boolean openHealth) {

  /**
   * A key with its certificate.
   *
   * @param file PKCS12
   */
  public record Keystore(Path file, String password) {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** Somebody with a password. */
  public record User(String name, String password) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** By the name alone: no name is looked up. */
  static boolean isLocal(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** Whether other machines may reach it. */
  public boolean remote() {
    return !isLocal(host);
  }

  @Override
  public String toString() {
    return "HttpSettings[%s:%d, trainer %d, keystore %s, user %s%s]"
        .formatted(
            host,
            port,
            trainerPort,
            keystore.map(Keystore::toString).orElse("none"),
            user.map(User::name).orElse("none"),
            token.isPresent() ? ", a token" : "");
  }
}
