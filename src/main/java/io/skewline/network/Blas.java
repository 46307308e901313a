// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sscal;

import java.nio.FloatBuffer;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The matrix products, on the BLAS that ND4J loads, one thread per caller. */
final class Blas {
  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);
  private static final int PROBE = 512;

  /** Below this a core of the last ten years runs SSE3 kernels: see RATIONALE.md. */
  private static final double SLOW_GIGAFLOPS = 20;

  static {
    blas_set_num_threads(1);
  }

  private Blas() {}

  /** c = a · b + beta · c. */
  static void gemm(Matrix a, Matrix b, float beta, Matrix c) {
    if (b.panels().isPresent()) {
      b.panels().get().multiply(a, beta, c);
    } else {
      gemm(a.rows, b.cols, a.cols, a.data, b.data, beta, c.data, c.cols);
    }
  }

  /** c, rows of which are so far apart, = a · b + beta · c: m × n with inner length k. */
  static void gemm(
      int m, int n, int k, FloatBuffer a, FloatBuffer b, float beta, FloatBuffer c, int apart) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, a, k, b, n, beta, c, apart);
  }

  /** y += factor · x, for all of x. */
  static void add(float factor, Matrix x, Matrix y) {
    cblas_saxpy(x.size(), factor, x.data, 1, y.data, 1);
  }

  /** x = factor · x. */
  static void scale(float factor, Matrix x) {
    cblas_sscal(x.size(), factor, x.data, 1);
  }

  /** c = aᵀ · b + beta · c. */
  static void gemmTransA(Matrix a, Matrix b, float beta, Matrix c) {
    cblas_sgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        a.cols,
        b.cols,
        a.rows,
        1f,
        a.data,
        a.cols,
        b.data,
        b.cols,
        beta,
        c.data,
        c.cols);
  }

  /** c = a · bᵀ + beta · c. */
  static void gemmTransB(Matrix a, Matrix b, float beta, Matrix c) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        a.rows,
        b.rows,
        a.cols,
        1f,
        a.data,
        a.cols,
        b.data,
        b.cols,
        beta,
        c.data,
        c.cols);
  }

  /** Logs what sgemm reaches on one thread, and warns if that cannot be the CPU's best. */
  static double logSpeed() {
    Matrix a = new Matrix(PROBE, PROBE);
    Matrix c = new Matrix(PROBE, PROBE);
    long best = Long.MAX_VALUE;
    for (int n = 0; n < 5; n++) {
      long started = System.nanoTime();
      gemm(a, a, 0, c);
      best = Math.min(best, System.nanoTime() - started);
    }
    double gigaflops = 2.0 * PROBE * PROBE * PROBE / best;
    String shown = String.format(Locale.ROOT, "%.0f", gigaflops);
    if (gigaflops < SLOW_GIGAFLOPS) {
      LOG.warn("sgemm reaches only {} GFLOP/s on one thread: does the BLAS know this CPU?", shown);
    } else {
      LOG.info("sgemm reaches {} GFLOP/s on one thread", shown);
    }
    return gigaflops;
  }
}
