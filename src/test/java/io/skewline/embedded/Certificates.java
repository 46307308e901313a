// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Self-signed certificates for this machine, made by the JDK's keytool. */
public final class Certificates {
  public static final String PASSWORD = "c4n4ry-store";

  private Certificates() {}

  /**
   * A key with its certificate for localhost and 127.0.0.1, and beside it the certificate alone.
   *
   * @return {@code NAME.p12}; the certificate is {@code NAME.pem}
   */
  public static Path keystore(Path dir, String name) {
    Path store = dir.resolve(name + ".p12");
    keytool(
        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost",
        "-ext san=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12",
        "-keystore " + store + " -storepass " + PASSWORD);
    keytool(
        "-exportcert -rfc -alias server -keystore " + store,
        "-storepass " + PASSWORD + " -file " + certificate(store));
    return store;
  }

  /** The certificate in PEM, of what {@link #keystore} made. */
  public static Path certificate(Path keystore) {
    return Path.of(keystore.toString().replaceAll("p12$", "pem"));
  }

  private static void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(String.join(" ", arguments).split(" ")));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("keytool cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
