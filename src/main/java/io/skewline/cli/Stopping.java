// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.StreamsRunner;
import java.util.Optional;

/** How a long-running command ends: by a signal, or by an error that its threads could not mend. */
final class Stopping {
  private Stopping() {}

  /** Closes in the shutdown hook: the JVM must not go while a stream thread computes natively. */
  static void onExit(AutoCloseable app) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(app), "skewline-shutdown"));
  }

  private static void close(AutoCloseable app) {
    try {
      app.close();
    } catch (Exception e) {
      System.err.println("skewline: while closing: " + e.getMessage());
    }
  }

  /** The exit status. */
  static int await(StreamsRunner runner) throws InterruptedException {
    runner.await();
    Optional<Throwable> error = runner.error();
    error.ifPresent(e -> System.err.println("skewline: stopped by " + e));
    return error.isPresent() ? Main.FAILED : 0;
  }
}
