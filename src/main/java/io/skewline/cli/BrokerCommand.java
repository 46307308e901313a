// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skewline broker}. */
@Command(
    name = "broker",
    description =
        "Runs a single Kafka broker and a schema registry on this machine, for trying the other"
            + " commands as processes of their own. The registry forgets when it stops.",
    mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
  @Option(names = "--port", defaultValue = "9092", description = "Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--registry-port",
      defaultValue = "8081",
      description = "Default: ${DEFAULT-VALUE}.")
  private int registryPort;

  @Option(names = "--data", paramLabel = "DIR", description = "Default: a new temporary folder.")
  private Path data;

  @Override
  public Integer call() throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  awaitQuietly(stopped);
                }));
    Path dir =
        data != null
            ? Files.createDirectories(data)
            : Files.createTempDirectory("skewline-broker-");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, port);
        EmbeddedRegistry registry = EmbeddedRegistry.start(registryPort)) {
      System.err.println("broker " + kafka.bootstrapServers() + ", registry " + registry.url());
      stop.await();
    } finally {
      if (data == null) {
        Deleting.tree(dir);
      }
      stopped.countDown();
    }
    return 0;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
