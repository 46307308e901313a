// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import static org.awaitility.Awaitility.await;

import io.skewline.modality.Modality;
import io.skewline.topology.FusionApp;
import io.skewline.verify.Rules.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of alignment on a broker with 4 partitions, under exactly-once, while processors of
 * two threads each are started, stopped and killed -9 as processes of their own. The same hostile
 * traffic is aligned live, then replayed twice; whoever judges knows only the topics.
 *
 * <p>{@code -Dskewline.prove.minutes=30} goes on with longer rounds until so much time is over.
 */
class AlignmentPromiseIT {
  static final int PARTITIONS = 4;
  static final int STREAMS = 16;
  private static final Duration LONG = Duration.ofSeconds(60);

  static final Rules RULES =
      new Rules(
          List.of(
              new Side(new Modality("audio"), "prove.audio", 150_000, false),
              new Side(new Modality("video"), "prove.video", 100_000, true),
              new Side(new Modality("text"), "prove.text", 200_000, false)),
          500_000,
          500_000,
          3_000_000,
          5_000_000,
          600,
          2_000,
          30);

  @TempDir private Path dir;

  @Test
  void shouldKeepItsPromisesWhileProcessorsComeAndGo() throws Exception {
    long minutes = Long.getLong("skewline.prove.minutes", 0);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    int seconds = Integer.getInteger("skewline.prove.seconds", minutes > 0 ? 180 : 25);
    do {
      Path round = Files.createDirectories(dir.resolve("round-" + seed));
      round(round, seed++, seconds);
    } while (System.nanoTime() < end);
  }

  private static void round(Path dir, long seed, int seconds) throws Exception {
    String where = "-Dskewline.seed=" + seed + " -Dskewline.prove.seconds=" + seconds;
    System.out.println("AlignmentPromiseIT: " + where);
    try (ProvingGround ground = new ProvingGround(dir, RULES, PARTITIONS)) {
      live(ground, dir, seed, seconds, where);
      Evidence first = replay(ground, dir, "replay-a", new Random(seed + 1), where);
      Evidence second = replay(ground, dir, "replay-b", new Random(seed + 2), where);
      ReplayVerifier.assertSameBytes(first, second, where + ", both replays");
    }
  }

  private static void live(ProvingGround ground, Path dir, long seed, int seconds, String where)
      throws Exception {
    FusionApp app = ground.app(List.of());
    Random random = new Random(seed);
    Path logs = Files.createDirectories(dir.resolve("live"));
    try (Fleet fleet = new Fleet(logs, ground.file, List.of(), random)) {
      fleet.start();
      fleet.start();
      Traffic traffic = new Traffic(app, ground.codecs);
      TopicDump dump = new TopicDump(app, ground.codecs);
      warmUp(traffic, dump, seed);
      long start = System.currentTimeMillis();
      List<Shot> script = new Script(RULES, seed, start, seconds * 1000L).write("cam-", STREAMS);
      CompletableFuture<Void> sent = traffic.send(script, start);
      while (!over(sent, 2_500 + random.nextInt(4_000))) {
        fleet.disturb();
      }
      fleet.stop();
      fleet.drain();
      Evidence evidence = dump.evidence();
      System.out.println("live: " + fleet);
      System.out.println(LiveVerifier.verify(RULES, evidence, where + ", live"));
    }
  }

  /** Only with processors at work is anything disturbed, and does a deadline mean anything. */
  static void warmUp(Traffic traffic, TopicDump dump, long seed) throws Exception {
    long start = System.currentTimeMillis();
    List<Shot> script = new Script(RULES, seed, start, 200).write("warm-up-", PARTITIONS * 4);
    traffic.send(script, start).get();
    await().atMost(LONG).until(() -> dump.told().size() >= PARTITIONS * 4);
  }

  static boolean over(CompletableFuture<Void> sent, long millis) throws Exception {
    try {
      sent.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** The first replay is one processor left alone; in another, one of two is killed on the way. */
  private static Evidence replay(
      ProvingGround ground, Path dir, String name, Random random, String where) throws Exception {
    Rules rules = RULES.hopping(500_000, 250_000);
    List<String> keys =
        List.of(
            "name=" + name,
            "align.time=replay",
            "models.version=1",
            "align.windows.hop=250ms",
            "align.limits.framesPerWindow=4096",
            "outputs.predictions=" + name + ".told",
            "outputs.rejected=" + name + ".rejected",
            "outputs.ledger=" + name + ".ledger");
    FusionApp app = ground.app(keys);
    List<String> options = new ArrayList<>();
    keys.forEach(key -> options.addAll(List.of("--set", key)));
    Path logs = Files.createDirectories(dir.resolve(name));
    TopicDump dump = new TopicDump(app, ground.codecs);
    try (Fleet fleet = new Fleet(logs, ground.file, options, random)) {
      if (name.endsWith("b")) {
        fleet.start();
        fleet.start();
        await().atMost(LONG).until(() -> !dump.told().isEmpty());
        fleet.replaceOne();
        fleet.stop();
      }
      fleet.drain();
      Evidence evidence = dump.evidence();
      System.out.println(name + ": " + fleet);
      System.out.println(ReplayVerifier.verify(rules, evidence, where + ", " + name));
      return evidence;
    }
  }
}
