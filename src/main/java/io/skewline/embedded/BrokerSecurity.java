// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * TLS and passwords for an {@link EmbeddedKafka}: clients reach it by SASL_SSL with SCRAM-SHA-512,
 * and its controller is reached by the broker's own certificate alone. There is no other way in.
 *
 * @param keystore PKCS12 with the broker's key and its certificate for 127.0.0.1, which it trusts
 *     itself: self-signed, or with the issuer's certificate beside it
 * @param keystorePassword of the store and of its key
 * @param users password by name. They are taken down when a directory is formatted: one that has
 *     been used keeps those that it had
 */
public record BrokerSecurity(Path keystore, String keystorePassword, Map<String, String> users) {
  private static final String MECHANISM = "SCRAM-SHA-512";

  /** The broker as its own client; nothing but this process knows its password. */
  private static final String ITSELF = "skewline-broker";

  public BrokerSecurity {
    users = Map.copyOf(users);
    users.forEach(BrokerSecurity::check);
  }

  /** The formatter takes them in a syntax of its own, without an escape. */
  private static void check(String user, String password) {
    if (!user.matches("[\\w.@-]+") || !password.matches("[^,\\[\\]\"\\s]+")) {
      throw new IllegalArgumentException(
          "user "
              + user
              + ": a name has letters, digits and . @ _ -; a password has something, but no white"
              + " space, comma, quote or square bracket");
    }
  }

  @Override
  public String toString() {
    return "BrokerSecurity[" + keystore + ", users " + users.keySet() + "]";
  }

  /** For the formatter. */
  List<String> credentials() {
    return new TreeMap<>(users)
        .entrySet().stream()
            .map(u -> MECHANISM + "=[name=%s,password=%s]".formatted(u.getKey(), u.getValue()))
            .toList();
  }

  static String newPassword() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Beside the listeners themselves. */
  Map<String, String> broker(String ownPassword) {
    String listener = "listener.name." + BrokerProperties.BROKER.toLowerCase(Locale.ROOT);
    Map<String, String> properties = new HashMap<>(stores());
    properties.put(
        "listener.security.protocol.map",
        BrokerProperties.BROKER + ":SASL_SSL," + BrokerProperties.CONTROLLER + ":SSL");
    properties.put("listener.name.controller.ssl.client.auth", "required");
    properties.put("sasl.enabled.mechanisms", MECHANISM + ",PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        listener + ".scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.put(
        listener + ".plain.sasl.jaas.config",
        plain(ownPassword).replace(";", " user_%s=\"%s\";".formatted(ITSELF, ownPassword)));
    return properties;
  }

  /** What this process reaches its broker by. */
  Map<String, String> client(String ownPassword) {
    Map<String, String> properties = new HashMap<>(stores());
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put("sasl.jaas.config", plain(ownPassword));
    return properties;
  }

  private static String plain(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
            .formatted(ITSELF)
        + " password=\"%s\";".formatted(password);
  }

  private Map<String, String> stores() {
    Map<String, String> properties = new HashMap<>();
    for (String store : List.of("ssl.keystore", "ssl.truststore")) {
      properties.put(store + ".location", keystore.toString());
      properties.put(store + ".password", keystorePassword);
      properties.put(store + ".type", "PKCS12");
    }
    properties.put("ssl.key.password", keystorePassword);
    return properties;
  }
}
