// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import java.lang.management.ManagementFactory;

/**
 * What the threads of a Flink job used, told by its functions: they are serialised on their way, so
 * they meet here. One job at a time.
 */
final class FlinkProbe {
  private static long sourceNanos;
  private static long joinNanos;
  private static long results;
  private static double sum;

  private FlinkProbe() {}

  /**
   * @param framesPerCpuSecond by the time of both threads: the source with the shuffle, the join
   * @param joinFramesPerCpuSecond by the time of the join's thread alone
   */
  record Cost(double framesPerCpuSecond, double joinFramesPerCpuSecond, long results, double sum) {}

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static synchronized void reset() {
    sourceNanos = 0;
    joinNanos = 0;
    results = 0;
    sum = 0;
  }

  static synchronized void sourceOpened() {
    sourceNanos -= cpuNanos();
  }

  static synchronized void sourceClosed() {
    sourceNanos += cpuNanos();
  }

  static synchronized void joinOpened() {
    joinNanos -= cpuNanos();
  }

  /** By the join's thread only. */
  static void joined(double mean) {
    results++;
    sum += mean;
  }

  static synchronized void joinClosed() {
    joinNanos += cpuNanos();
  }

  /** After the job has ended. */
  static synchronized Cost cost(long frames) {
    return new Cost(
        frames * 1e9 / (sourceNanos + joinNanos), frames * 1e9 / joinNanos, results, sum);
  }
}
