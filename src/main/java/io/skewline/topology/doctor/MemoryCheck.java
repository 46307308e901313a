// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.skewline.align.AlignSettings.StoreKind;
import io.skewline.topology.AppTopics;
import io.skewline.topology.BadConfigException;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StateEstimate;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The state finds room: in the heap, in the container around it, on the disk beneath it. */
final class MemoryCheck implements Check {
  private static final long MIB = 1 << 20;
  private static final long SMALL_FILES = 100 * MIB;

  /** Of the heap: the rest is for records on their way, models and the collector. */
  private static final double STATE_SHARE = 0.7;

  /** Of the memory there is: the rest is for native memory, threads and code. */
  private static final double HEAP_SHARE = 0.85;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws IOException {
    FusionApp app = cluster.app();
    int partitions;
    try (Topics topics = new Topics(cluster.client())) {
      String joined = AppTopics.ofProcessor(app).get(0);
      partitions = topics.partitions(java.util.List.of(joined)).getOrDefault(joined, 1);
    }
    StateEstimate estimate = StateEstimate.of(app, partitions);
    heap(app, estimate, Runtime.getRuntime().maxMemory(), found);
    container(
        Runtime.getRuntime().maxMemory(),
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize(),
        found);
    disk(app, estimate, found);
    found.okIfNothing(
        "the state may grow to %,d MiB in a heap of %,d MiB"
            .formatted(estimate.totalBytes() / MIB, Runtime.getRuntime().maxMemory() / MIB));
  }

  private static void heap(FusionApp app, StateEstimate estimate, long heap, Findings found) {
    try {
      estimate.require(app, heap);
    } catch (BadConfigException e) {
      found.fail(
          e.getMessage(),
          "in %s: align: { limits: { stateBytes: %dMB } }"
              .formatted(app.file(), estimate.totalBytes() / 1_000_000 + 1));
    }
    long room = (long) (STATE_SHARE * heap);
    if (estimate.totalBytes() > room) {
      found.warn(
          estimate.words(heap),
          "SKEWLINE_OPTS=-Xmx%dm skewline process %s; or share the partitions among processes; or in %s: align: { limits: { bytesPerTask: %dMB } }"
              .formatted(
                  (long) (estimate.totalBytes() / STATE_SHARE / MIB) + 1,
                  app.file(),
                  app.file(),
                  Math.max(1, room / estimate.partitions() / 1_000_000)));
    }
  }

  /**
   * @param total of the machine, or of the container where it is less
   */
  static void container(long heap, long total, Findings found) {
    if (heap > HEAP_SHARE * total) {
      found.fail(
          "a heap of %,d MiB leaves the rest of the process too little of %,d MiB: the kernel would kill it"
              .formatted(heap / MIB, total / MIB),
          "SKEWLINE_OPTS=-Xmx%dm, or give the container %d MiB"
              .formatted((long) (HEAP_SHARE * total / MIB), (long) (heap / HEAP_SHARE / MIB) + 1));
    }
  }

  private static void disk(FusionApp app, StateEstimate estimate, Findings found)
      throws IOException {
    Path dir = StreamsSettings.stateDirectory(app);
    Path there = dir.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      found.fail(
          "kafka.state.dir, %s, cannot be written".formatted(dir),
          "sudo install -d -o $(id -un) %s; or --set kafka.state.dir=DIR".formatted(dir));
      return;
    }
    long needed =
        SMALL_FILES + (app.align().store() == StoreKind.ROCKSDB ? 2 * estimate.totalBytes() : 0);
    long free = Files.getFileStore(there).getUsableSpace();
    if (free < needed) {
      found.fail(
          "%s has %,d MiB left; the state needs up to %,d MiB"
              .formatted(there, free / MIB, needed / MIB),
          "--set kafka.state.dir=DIR on a larger disk");
    }
  }
}
