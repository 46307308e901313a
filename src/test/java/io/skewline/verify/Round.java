// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.topology.FusionApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hostile traffic on one broker, aligned live while processors come and go, and replayed. Whoever
 * judges knows only the topics. One thread.
 */
final class Round {
  static final int PARTITIONS = 4;
  static final int STREAMS = 16;
  private static final Duration LONG = Duration.ofSeconds(180);

  private final ProvingGround ground;
  private final Rules rules;
  private final Path dir;
  private final long seed;
  private final int seconds;

  /**
   * @param rules of the live application
   * @param seconds of traffic
   */
  Round(ProvingGround ground, Rules rules, Path dir, long seed, int seconds) {
    this.ground = ground;
    this.rules = rules;
    this.dir = dir;
    this.seed = seed;
    this.seconds = seconds;
  }

  private String where(String name) {
    return "-Dskewline.seed=" + seed + " -Dskewline.prove.seconds=" + seconds + ", " + name;
  }

  /**
   * @param keys of the topology file
   */
  Evidence live(String... keys) throws Exception {
    FusionApp app = ground.app(List.of(keys));
    Random random = new Random(seed);
    Path logs = Files.createDirectories(dir.resolve("live"));
    try (Fleet fleet = new Fleet(logs, ground.file, options(List.of(keys)), random)) {
      fleet.start();
      fleet.start();
      Traffic traffic = new Traffic(app, ground.codecs);
      TopicDump dump = new TopicDump(app, ground.codecs);
      warmUp(rules, traffic, dump, seed);
      long start = System.currentTimeMillis();
      List<Shot> script = new Script(rules, seed, start, seconds * 1000L).write("cam-", STREAMS);
      CompletableFuture<Void> sent = traffic.send(script, start);
      while (!over(sent, 2_000 + random.nextInt(3_500))) {
        fleet.disturb();
      }
      assertThat(fleet.killed()).as("nothing is proved without a kill").isPositive();
      fleet.stop();
      fleet.drain();
      Evidence evidence = dump.evidence();
      System.out.println("live: " + fleet);
      System.out.println(LiveVerifier.verify(rules, evidence, where("live")));
      return evidence;
    }
  }

  /** Only with processors at work is anything disturbed, and does a deadline mean anything. */
  static void warmUp(Rules rules, Traffic traffic, TopicDump dump, long seed) throws Exception {
    long start = System.currentTimeMillis();
    List<Shot> script = new Script(rules, seed, start, 200).write("warm-up-", PARTITIONS * 4);
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

  private static List<String> options(List<String> keys) {
    List<String> options = new ArrayList<>();
    keys.forEach(key -> options.addAll(List.of("--set", key)));
    return options;
  }

  /** One processor left alone. */
  Evidence replay(String name, Rules replayed, String... keys) throws Exception {
    return replay(name, replayed, false, keys);
  }

  /** Two, of which one is killed on the way. */
  Evidence replayKilled(String name, Rules replayed, String... keys) throws Exception {
    return replay(name, replayed, true, keys);
  }

  private Evidence replay(String name, Rules replayed, boolean kill, String... more)
      throws Exception {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "name=" + name,
                "align.time=replay",
                "models.version=1",
                "align.limits.framesPerWindow=4096",
                "outputs.predictions=" + name + ".told",
                "outputs.rejected=" + name + ".rejected",
                "outputs.ledger=" + name + ".ledger"));
    keys.addAll(List.of(more));
    FusionApp app = ground.app(keys);
    Path logs = Files.createDirectories(dir.resolve(name));
    TopicDump dump = new TopicDump(app, ground.codecs);
    try (Fleet fleet = new Fleet(logs, ground.file, options(keys), new Random(seed + 1))) {
      if (kill) {
        fleet.start();
        fleet.start();
        await().atMost(LONG).until(() -> !dump.told().isEmpty());
        fleet.replaceOne();
        fleet.stop();
      }
      fleet.drain();
      Evidence evidence = dump.evidence();
      System.out.println(name + ": " + fleet);
      System.out.println(ReplayVerifier.verify(replayed, evidence, where(name)));
      return evidence;
    }
  }
}
