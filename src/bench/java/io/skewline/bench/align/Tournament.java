// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.align.Contestant.Run;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All comparisons, pair by pair: in the first pair A goes first, in the second B, and so on. */
public final class Tournament {
  private final Cluster cluster;
  private final Load load;
  private final PrintWriter log;
  private final Contestants contestants = new Contestants();

  /**
   * @param cluster holds the load
   */
  public Tournament(Cluster cluster, Load load, PrintWriter log) {
    this.cluster = cluster;
    this.load = load;
    this.log = log;
  }

  /** What holds for every Streams contestant alike. */
  public static String settings() {
    return StreamsContestant.defaults();
  }

  /** Unmeasured runs of everyone: compiled code, warm page cache. */
  public void warmUp(List<Comparison> comparisons, int times) throws Exception {
    Set<String> names = new LinkedHashSet<>();
    for (Comparison comparison : comparisons) {
      names.add(comparison.a());
      names.add(comparison.b());
    }
    for (int i = 0; i < times; i++) {
      for (String name : names) {
        run("warm-up", name);
      }
    }
  }

  public List<Duel> run(List<Comparison> comparisons, int pairs) throws Exception {
    List<Duel> duels = comparisons.stream().map(Duel::new).toList();
    for (int pair = 1; pair <= pairs; pair++) {
      for (Duel duel : duels) {
        run("pair %d/%d".formatted(pair, pairs), duel, pair % 2 == 1);
      }
    }
    return duels;
  }

  private void run(String when, Duel duel, boolean aFirst) throws Exception {
    Comparison comparison = duel.comparison();
    if (aFirst) {
      Run a = run(when, comparison.a());
      duel.add(a, run(when, comparison.b()));
    } else {
      Run b = run(when, comparison.b());
      duel.add(run(when, comparison.a()), b);
    }
  }

  private Run run(String when, String name) throws Exception {
    Run run = contestants.find(name).run(cluster, load);
    log.printf(
        "%-10s %-20s %8.0f frames/s, changelog %7.1f bytes/frame%n",
        when, name, run.framesPerSecond(), (double) run.changelogBytes() / load.total());
    log.flush();
    return run;
  }
}
