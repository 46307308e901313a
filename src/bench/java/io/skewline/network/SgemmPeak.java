// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The best of square products that fit the caches. */
final class SgemmPeak {
  private static final int[] SIZES = {256, 512, 768, 1024};
  private static final int ROUNDS = 20;

  private SgemmPeak() {}

  static double measure() {
    double best = 0;
    for (int size : SIZES) {
      best = Math.max(best, measure(size));
    }
    return best;
  }

  private static double measure(int n) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Matrix a = new Matrix(n, n);
    a.fill(1);
    Matrix c = new Matrix(n, n);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long started = threads.getCurrentThreadCpuTime();
      Blas.gemm(a, a, 0, c);
      best = Math.min(best, threads.getCurrentThreadCpuTime() - started);
    }
    return 2.0 * n * n * n / best;
  }
}
