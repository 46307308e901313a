// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.ShutdownSettings;
import io.skewline.topology.StreamsRunner;
import java.time.Duration;
import java.util.Optional;

/** How a long-running command ends: by a signal, or by an error that its threads could not mend. */
final class Stopping {
  private Stopping() {}

  /** Something that runs until it is told to end. */
  interface Running extends AutoCloseable {
    /**
     * Health says not ready from now on; the work goes on until {@link #close}.
     *
     * @return whether it had been at work, and not told so before
     */
    boolean giveNotice();
  }

  /**
   * Closes in the shutdown hook: the JVM must not go while a stream thread computes natively. Nor
   * may it stay for ever: what does not end in time is cut off, with what it has not committed, and
   * the exit status says so.
   */
  static void onExit(Running app, ShutdownSettings settings) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app, settings), "skewline-shutdown"));
  }

  private static void end(Running app, ShutdownSettings settings) {
    try {
      if (app.giveNotice()) {
        Thread.sleep(settings.notice().toMillis());
      }
      if (!closes(app, settings.within())) {
        System.err.println(
            "skewline: cut off, as it did not close within shutdown.within, "
                + settings.within().toMillis()
                + " ms; what it had not committed is done again");
        Runtime.getRuntime().halt(Main.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean closes(Running app, Duration within) throws InterruptedException {
    Thread closing = new Thread(() -> close(app), "skewline-closing");
    closing.setDaemon(true);
    closing.start();
    closing.join(within.toMillis());
    return !closing.isAlive();
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
