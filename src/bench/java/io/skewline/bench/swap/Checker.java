// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.bench.pipeline.PipelineCluster;
import io.skewline.bench.pipeline.PredictionReader;
import io.skewline.fusion.Prediction;
import io.skewline.modality.Modality;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reads all committed predictions in a thread of its own and fails at the first that should not be:
 * one more on a window, one that is not fused, of no version, of another hash, of other scores.
 */
final class Checker implements AutoCloseable {
  private static final int SCORED_AGAIN_EVERY = 5;
  private static final int MOST_VERSIONS = 16;

  private final Traffic traffic;
  private final Versions versions;
  private final PredictionReader reader;
  private final BitSet[] seen;
  private final AtomicLongArray byVersion = new AtomicLongArray(MOST_VERSIONS);

  /** Allocated at once: what grows while it is measured would be taken for a leak. */
  private final int[] triggers = new int[1 << 22];

  private final int[] latencies = new int[1 << 22];
  private final Thread thread = new Thread(this::run, "bench-checker");
  private volatile int count;
  private volatile long complete;
  private volatile int scoredAgain;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  Checker(PipelineCluster cluster, Traffic traffic, Versions versions) {
    this.traffic = traffic;
    this.versions = versions;
    this.reader = new PredictionReader(cluster);
    this.seen =
        IntStream.range(0, traffic.streams())
            .mapToObj(s -> new BitSet(1 << 13))
            .toArray(BitSet[]::new);
    thread.setDaemon(true);
    thread.start();
  }

  void failIfWrong() {
    Throwable found = failure;
    if (found != null) {
      throw new IllegalStateException("a promise is broken: " + found.getMessage(), found);
    }
  }

  /** Windows of every stream that all have their prediction, from the first on without a gap. */
  long complete() {
    return complete;
  }

  int predictions() {
    return count;
  }

  /** Predictions whose scores were computed once more. */
  int scoredAgain() {
    return scoredAgain;
  }

  /** Predictions of one version. */
  long of(long version) {
    return byVersion.get((int) version);
  }

  /**
   * Milliseconds from what let a window close to its prediction's append.
   *
   * @param fromMillis wall clock, of the former
   */
  Histogram latencies(long fromMillis, long toMillis) {
    Histogram histogram = new Histogram(3);
    long start = traffic.startMicros() / 1_000;
    for (int i = 0; i < count; i++) {
      if (start + triggers[i] >= fromMillis && start + triggers[i] < toMillis) {
        histogram.recordValue(latencies[i]);
      }
    }
    return histogram;
  }

  private void run() {
    try (reader) {
      while (!closed) {
        reader.poll((prediction, appended, now) -> check(prediction, appended));
        complete = Arrays.stream(seen).mapToLong(bits -> bits.nextClearBit(0)).min().orElse(0);
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void check(Prediction prediction, long appendMillis) {
    WindowId id = prediction.window();
    require(traffic.holds(id), "nobody sent " + id);
    BitSet mine = seen[Traffic.number(id.stream())];
    int index = (int) traffic.index(id);
    require(!mine.get(index), "a second prediction on " + id);
    mine.set(index);
    boolean whole = prediction.verdict() == Verdict.FUSED && prediction.scored().isPresent();
    require(whole, "not fused whole: " + prediction);
    require(prediction.used().equals(modalities()), "not of all modalities: " + prediction);
    Prediction.Scored scored = prediction.scored().orElseThrow();
    String wrong = versions.wrong(scored);
    require(wrong.isEmpty(), wrong);
    if (count % SCORED_AGAIN_EVERY == 0) {
      String scores = versions.wrongScores(prediction, traffic);
      require(scores.isEmpty(), scores);
      scoredAgain++;
    }
    byVersion.incrementAndGet((int) scored.modelVersion());
    triggers[count] = (int) (prediction.triggerMillis() - traffic.startMicros() / 1_000);
    latencies[count] = (int) Math.max(0, appendMillis - prediction.triggerMillis());
    count++;
  }

  private java.util.List<Modality> modalities() {
    return traffic.specs().stream().map(spec -> spec.modality()).toList();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
