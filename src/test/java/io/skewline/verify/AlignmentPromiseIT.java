// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.verify.Rules.Nearest;
import io.skewline.verify.Rules.Side;
import io.skewline.verify.Rules.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of alignment on a broker with 4 partitions, under exactly-once, while processors of
 * two threads each are started, stopped and killed -9 as processes of their own; every other one
 * that is killed loses its disk.
 *
 * <p>{@code -Dskewline.prove.minutes=30}, or the Maven profile {@code prove}, lets each test go on
 * with longer rounds until so much time is over.
 */
class AlignmentPromiseIT {
  private static final List<Side> SIDES =
      List.of(
          new Side(new Modality("audio"), "prove.audio", 150_000, false),
          new Side(new Modality("video"), "prove.video", 100_000, true),
          new Side(new Modality("text"), "prove.text", 200_000, false));

  static final Rules TUMBLING =
      new Rules(SIDES, new Windows(500_000, 500_000), 3_000_000, 5_000_000, 600, 2_000, 30);

  private static final Rules NEAREST = TUMBLING.with(new Nearest(new Modality("audio"), 60_000));

  /** Streams fall idle before any deadline; and no bound hides which windows took a frame. */
  private static final Rules HOPPING =
      new Rules(SIDES, new Windows(600_000, 200_000), 3_000_000, 5_000_000, 2_500, 1_200, 4_096);

  @TempDir private Path dir;

  private interface Rounds {
    void go(Round round) throws Exception;
  }

  private void rounds(Rules rules, int normalSeconds, Rounds rounds) throws Exception {
    long minutes = Long.getLong("skewline.prove.minutes", 0);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    int seconds = Integer.getInteger("skewline.prove.seconds", minutes > 0 ? 180 : normalSeconds);
    do {
      Path here = Files.createDirectories(dir.resolve("round-" + seed));
      System.out.printf(
          "AlignmentPromiseIT: -Dskewline.seed=%d -Dskewline.prove.seconds=%d, %s%n",
          seed, seconds, rules.cut().yaml());
      try (ProvingGround ground = new ProvingGround(here, rules, Round.PARTITIONS)) {
        rounds.go(new Round(ground, rules, here, seed++, seconds));
      }
    } while (System.nanoTime() < end);
  }

  @Test
  void shouldKeepItsPromisesWhileProcessorsComeAndGo() throws Exception {
    Rules replayed = TUMBLING.with(new Windows(500_000, 250_000));
    String hop = "align.windows.hop=250ms";
    rounds(
        TUMBLING,
        25,
        round -> {
          round.live();
          Evidence first = round.replay("replay-a", replayed, hop);
          Evidence second = round.replayKilled("replay-b", replayed, hop);
          ReplayVerifier.assertSameBytes(first, second, "both replays");
        });
  }

  @Test
  void shouldPairTheClosestWhileProcessorsComeAndGo() throws Exception {
    rounds(
        NEAREST,
        18,
        round -> {
          round.live();
          round.replayKilled("replay", NEAREST);
        });
  }

  /** On RocksDB, which a start without its disk reads from the changelog. */
  @Test
  void shouldKeepItsPromisesWhereWindowsHopAndStreamsFallIdle() throws Exception {
    rounds(
        HOPPING,
        18,
        round ->
            assertThat(round.live("align.store=rocksdb").told())
                .extracting(told -> told.prediction().reason())
                .contains(ClosingReason.IDLE, ClosingReason.DEADLINE));
  }
}
