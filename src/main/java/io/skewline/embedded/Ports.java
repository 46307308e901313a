// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Free loopback ports. A port that was free may be taken before it is bound. */
final class Ports {
  private Ports() {}

  static int free() {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByName(BrokerProperties.HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + BrokerProperties.HOST, e);
    }
  }

  static boolean isTaken(@Nullable Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
