// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;

/**
 * Processors as processes of their own: at most three, started, stopped and killed by chance. Only
 * what it started itself is ever ended. One thread.
 */
final class Fleet implements AutoCloseable {
  private static final int MOST = 3;
  private static final int PATIENCE_SECONDS = 180;

  private enum Event {
    START,
    STOP,
    KILL
  }

  private final Path dir;
  private final Path file;
  private final List<String> options;
  private final Random random;
  private final List<Running> running = new ArrayList<>();
  private final List<Event> next = new ArrayList<>();
  private int started;
  private int killed;
  private int stopped;
  private int wiped;

  /** A process and where it keeps its state. */
  private record Running(Process process, Path disk) {}

  /**
   * @param dir for logs and state
   * @param options of {@code skewline process}, beside the topology file
   */
  Fleet(Path dir, Path file, List<String> options, Random random) {
    this.dir = dir;
    this.file = file;
    this.options = options;
    this.random = random;
  }

  void start() throws IOException {
    start(dir.resolve("disk-" + started), List.of());
  }

  private Running start(Path disk, List<String> more) throws IOException {
    Running one = new Running(launch(disk, more), disk);
    running.add(one);
    return one;
  }

  private Process launch(Path disk, List<String> more) throws IOException {
    String name = "processor-" + started++;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.skewline.cli.Main", "process", file.toString()));
    command.addAll(List.of("--set", "kafka.state.dir=" + disk));
    command.addAll(options);
    command.addAll(more);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve(name + ".log").toFile())
        .start();
  }

  /** One event in the life of the fleet; each kind comes once before any comes again. */
  void disturb() throws IOException, InterruptedException {
    if (next.isEmpty()) {
      next.addAll(List.of(Event.values()));
      Collections.shuffle(next, random);
    }
    switch (next.remove(0)) {
      case START -> {
        if (running.size() < MOST) {
          start();
        }
      }
      case STOP -> {
        if (running.size() > 1) {
          running.remove(random.nextInt(running.size())).process().destroy();
          stopped++;
        }
      }
      case KILL -> replaceOne();
    }
  }

  /** Kills one in mid-work and starts another on its disk; every other time that is wiped first. */
  void replaceOne() throws IOException, InterruptedException {
    Running one = running.remove(random.nextInt(running.size()));
    one.process().destroyForcibly().waitFor();
    if (killed++ % 2 == 0) {
      Utils.delete(one.disk().toFile());
      wiped++;
    }
    start(one.disk(), List.of());
  }

  int killed() {
    return killed;
  }

  /** All stand still, as under a debugger or on a machine that was put to sleep, and go on. */
  void freeze(long millis) throws IOException, InterruptedException {
    for (String signal : List.of("-STOP", "-CONT")) {
      for (Running one : running) {
        String pid = Long.toString(one.process().pid());
        new ProcessBuilder("kill", signal, pid).start().waitFor();
      }
      if (signal.equals("-STOP")) {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Stops all in good order. */
  void stop() throws InterruptedException {
    running.forEach(one -> one.process().destroy());
    for (Running one : running) {
      if (!one.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a processor did not stop; its log is in " + dir);
      }
    }
    running.clear();
  }

  /** One more processor, which reads to the end, closes what is open, and ends by itself. */
  void drain() throws IOException, InterruptedException {
    Running one = start(dir.resolve("disk-" + started), List.of("--drain"));
    Process process = one.process();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("draining did not end well; its log is in " + dir);
    }
    running.remove(one);
  }

  @Override
  public String toString() {
    return "%d started, %d stopped, %d killed, of which %d lost their disk"
        .formatted(started, stopped, killed, wiped);
  }

  @Override
  public void close() {
    running.forEach(one -> one.process().destroyForcibly());
  }
}
