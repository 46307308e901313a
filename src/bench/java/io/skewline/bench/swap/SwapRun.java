// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.skewline.bench.Await;
import io.skewline.bench.pipeline.PipelineCluster;
import io.skewline.bench.pipeline.PipelineCluster.Guarantee;
import io.skewline.cli.PipelineUnderTest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Predictions under a steady load while models are swapped, and while they are not, in turns: every
 * window exactly one prediction, of exactly one version; every tenth publication is bad and changes
 * nothing.
 *
 * <p>The next swap follows when the last one is served. By the topic that takes the acknowledgement
 * of an activation, reading the bundle's parts again, and checking and warming the model, all on
 * the cores that serve: the publisher keeps its inventory, and no fetch under way is waited for.
 */
public final class SwapRun {
  private static final int BAD_EVERY = 10;
  private static final int VECTOR_WIDTH = 16;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long SETTLE_MILLIS = 1_000;

  private final Settings settings;
  private final PrintWriter log;
  private final Map<BadBundle, Integer> refused = new EnumMap<>(BadBundle.class);
  private final List<Pair> pairs = new ArrayList<>();
  private long published;
  private long swaps;
  private long servedVersion;
  private double lingerMillis;

  /**
   * @param rate windows per second
   * @param mostPerSecond swaps
   * @param quietSeconds of a phase without swaps
   * @param mostSeconds of a phase with swaps, done or not
   * @param direct past the models topic
   */
  public record Settings(
      long swaps,
      int pairs,
      int rate,
      int framesPerWindow,
      double mostPerSecond,
      int quietSeconds,
      int mostSeconds,
      boolean exactlyOnce,
      boolean direct,
      long seed) {}

  /** Of the wall clock. */
  record Phase(long fromMillis, long toMillis) {}

  record Pair(Phase quiet, Phase swapping, long swaps) {}

  /**
   * Milliseconds, of one pair.
   *
   * @param swapsPerSecond in its swapping phase
   */
  public record Latencies(Histogram quiet, Histogram swapping, double swapsPerSecond) {}

  /**
   * @param windows that had to have a prediction, and had one
   * @param scoredAgain of these, whose scores were computed once more
   * @param byVersion predictions of each
   * @param refused bad publications by what was wrong, each refused for it
   * @param batchMillis a batch's linger and mean scoring time: what a swap may add
   * @param sentLateMillis how late the latest frame was sent
   */
  public record Result(
      long windows,
      int scoredAgain,
      List<Long> byVersion,
      long swaps,
      Map<BadBundle, Integer> refused,
      List<Latencies> pairs,
      double batchMillis,
      double longestScoreMillis,
      List<Resources.Slope> slopes,
      List<Resources.Sample> samples,
      double sentLateMillis) {}

  public SwapRun(Settings settings, PrintWriter log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * @throws IllegalStateException if a promise is broken
   */
  public Result run() throws Exception {
    Guarantee guarantee = settings.exactlyOnce ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE;
    try (PipelineCluster cluster =
            new PipelineCluster(
                guarantee,
                VECTOR_WIDTH,
                // Nothing closes by deadline: a load that is sent late is no loss.
                "{ windows: { size: 1s }, deadline: 30s, maxAhead: 60s }",
                "fusion.width=16",
                "models.announce=0ms",
                "models.partBytes=2KB");
        Versions versions = Versions.fit(cluster.app())) {
      Spoiled spoiled = Spoiled.of(cluster.app(), versions.bundle(0));
      try (Swapper topic = new TopicSwapper(cluster, versions, spoiled, settings.seed)) {
        servedVersion = topic.swap();
        try (PipelineUnderTest pipeline = new PipelineUnderTest(cluster.app())) {
          pipeline.start();
          Swapper swapper =
              settings.direct
                  ? new DirectSwapper(cluster.app(), pipeline, versions, spoiled)
                  : topic;
          return measure(cluster, versions, pipeline, swapper);
        }
      }
    }
  }

  private Result measure(
      PipelineCluster cluster, Versions versions, PipelineUnderTest pipeline, Swapper swapper)
      throws Exception {
    lingerMillis = cluster.app().fuse().linger().toNanos() / 1e6;
    long start = System.currentTimeMillis() / 1_000 * 1_000 + 1_000;
    Traffic traffic =
        new Traffic(
            cluster.app().specs(),
            settings.rate,
            settings.framesPerWindow,
            TimeUnit.MILLISECONDS.toMicros(start));
    Resources resources = new Resources(pipeline.registry());
    SteadyLoad load = new SteadyLoad(cluster, traffic);
    try (Checker checker = new Checker(cluster, traffic, versions)) {
      Progress progress = new Progress(pipeline, checker, load);
      Await.until(() -> progress.ok() && checker.complete() > 1, LIMIT, () -> "no predictions");
      for (int pair = 0; pair < settings.pairs; pair++) {
        pair(pair, swapper, progress);
        settle(progress);
        Resources.Sample sample = resources.sample(swaps);
        settle(progress);
        log.printf(
            "pair %d: %,d swaps, %,d predictions; %s%n",
            pair + 1, swaps, checker.predictions(), sample);
        log.flush();
      }
      long windows = load.end();
      Await.until(
          () -> progress.ok() && checker.complete() >= windows,
          LIMIT,
          () -> "lost: only " + checker.complete() + " of " + windows + " windows a stream");
      return result(versions, pipeline, checker, resources, windows, load.latestMillis());
    }
  }

  /** What must go on meanwhile. */
  private record Progress(PipelineUnderTest pipeline, Checker checker, SteadyLoad load) {
    boolean ok() throws Exception {
      pipeline.failIfDead();
      checker.failIfWrong();
      load.failIfDead();
      return true;
    }
  }

  /** In turns which of the two comes first. */
  private void pair(int number, Swapper swapper, Progress progress) throws Exception {
    long to = settings.swaps * (number + 1) / settings.pairs;
    long before = swaps;
    Phase first = number % 2 == 0 ? quiet(progress) : swapping(to, swapper, progress);
    settle(progress);
    Phase second = number % 2 == 0 ? swapping(to, swapper, progress) : quiet(progress);
    pairs.add(
        number % 2 == 0
            ? new Pair(first, second, swaps - before)
            : new Pair(second, first, swaps - before));
  }

  private Phase quiet(Progress progress) throws Exception {
    long from = System.currentTimeMillis();
    pause(progress, settings.quietSeconds * 1_000L);
    return new Phase(from, System.currentTimeMillis());
  }

  private void settle(Progress progress) throws Exception {
    pause(progress, SETTLE_MILLIS);
  }

  private static void pause(Progress progress, long millis) throws Exception {
    long until = System.currentTimeMillis() + millis;
    while (System.currentTimeMillis() < until) {
      progress.ok();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private Phase swapping(long to, Swapper swapper, Progress progress) throws Exception {
    long from = System.currentTimeMillis();
    long last = from + 1_000L * settings.mostSeconds;
    for (long done = 0; swaps < to && System.currentTimeMillis() < last; done++) {
      long due = from + (long) (1_000 * done / settings.mostPerSecond);
      pause(progress, due - System.currentTimeMillis());
      progress.ok();
      if (++published % BAD_EVERY == 0) {
        bad(swapper, progress);
      } else {
        good(swapper, progress);
      }
    }
    return new Phase(from, System.currentTimeMillis());
  }

  private void good(Swapper swapper, Progress progress) throws Exception {
    long before = progress.pipeline.active().swaps();
    long next = swapper.swap();
    Await.until(
        () -> progress.ok() && progress.pipeline.active().swaps() > before,
        LIMIT,
        () -> "publication " + published + " did not become active");
    servedVersion = next;
    swaps++;
    requireServed(progress);
  }

  private void bad(Swapper swapper, Progress progress) throws Exception {
    BadBundle[] kinds = BadBundle.values();
    BadBundle kind = kinds[(int) (published / BAD_EVERY % kinds.length)];
    double before = refusals(progress.pipeline, kind);
    long swapsBefore = progress.pipeline.active().swaps();
    swapper.spoil(kind);
    Await.until(
        () -> progress.ok() && refusals(progress.pipeline, kind) > before,
        LIMIT,
        () -> kind + " was not refused as " + kind.reason().label());
    if (progress.pipeline.active().swaps() != swapsBefore) {
      throw new IllegalStateException(kind + " was made active");
    }
    requireServed(progress);
    refused.merge(kind, 1, Integer::sum);
  }

  private void requireServed(Progress progress) {
    try (var lease = progress.pipeline.active().lease().orElseThrow()) {
      long version = lease.model().manifest().version();
      if (version != servedVersion) {
        throw new IllegalStateException("version " + version + " serves, not " + servedVersion);
      }
    }
  }

  private static double refusals(PipelineUnderTest pipeline, BadBundle kind) {
    Counter counter =
        pipeline
            .registry()
            .find("skewline.models.refused")
            .tag("reason", kind.reason().label())
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private Result result(
      Versions versions,
      PipelineUnderTest pipeline,
      Checker checker,
      Resources resources,
      long windows,
      double lateMillis) {
    Timer scoring = pipeline.registry().get("skewline.fuse.score").timer();
    List<Long> byVersion = new ArrayList<>();
    for (int v = 1; v <= versions.served(); v++) {
      byVersion.add(checker.of(v));
    }
    return new Result(
        windows * settings.rate,
        checker.scoredAgain(),
        byVersion,
        swaps,
        refused,
        pairs.stream().map(pair -> latencies(pair, checker)).toList(),
        lingerMillis + scoring.mean(TimeUnit.MILLISECONDS),
        scoring.max(TimeUnit.MILLISECONDS),
        resources.slopes(),
        resources.samples(),
        lateMillis);
  }

  private static Latencies latencies(Pair pair, Checker checker) {
    Phase swapping = pair.swapping;
    return new Latencies(
        checker.latencies(pair.quiet.fromMillis, pair.quiet.toMillis),
        checker.latencies(swapping.fromMillis, swapping.toMillis),
        1e3 * pair.swaps / Math.max(1, swapping.toMillis - swapping.fromMillis));
  }
}
