// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import static io.skewline.verify.AlignmentPromiseIT.TUMBLING;
import static io.skewline.verify.Round.PARTITIONS;
import static io.skewline.verify.Round.STREAMS;

import io.skewline.topology.FusionApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2: a processor that stands still for seconds, long enough for every deadline, and goes on
 * before the group misses it, calls no modality silent whose frames came meanwhile.
 */
class StalledProcessorIT {
  private static final long SECONDS = 18;
  private static final List<String> PATIENT =
      List.of(
          "--set", "kafka.session.timeout.ms=15000",
          "--set", "kafka.producer.transaction.timeout.ms=30000");

  @TempDir private Path dir;

  @Test
  void shouldNotTakeForSilentWhatCameWhileItStoodStill() throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    String where = "-Dskewline.seed=" + seed;
    System.out.println("StalledProcessorIT: " + where);
    try (ProvingGround ground = new ProvingGround(dir, TUMBLING, PARTITIONS);
        Fleet fleet = new Fleet(dir, ground.file, PATIENT, new Random(seed))) {
      FusionApp app = ground.app(List.of());
      Traffic traffic = new Traffic(app, ground.codecs);
      TopicDump dump = new TopicDump(app, ground.codecs);
      fleet.start();
      Round.warmUp(TUMBLING, traffic, dump, seed);
      long start = System.currentTimeMillis();
      List<Shot> script = new Script(TUMBLING, seed, start, SECONDS * 1_000).write("cam-", STREAMS);
      CompletableFuture<Void> sent = traffic.send(script, start);
      while (!Round.over(sent, 3_000)) {
        fleet.freeze(6_000);
      }
      fleet.stop();
      fleet.drain();
      System.out.println(LiveVerifier.verify(TUMBLING, dump.evidence(), where));
    }
  }
}
