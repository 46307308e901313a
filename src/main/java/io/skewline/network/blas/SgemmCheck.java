// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures once per process what sgemm reaches on one thread, and warns when it looks as if the
 * BLAS did not know the CPU: an OpenBLAS older than the CPU silently falls back to SSE3 kernels (at
 * most 8 floating-point operations a cycle), a fifth of what AVX2 (32) does.
 */
public final class SgemmCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SgemmCheck.class);
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final int SIDE = 256;
  private static final int TRIALS = 12;
  private static final double SUSPICIOUS_PER_CYCLE = 10;

  private SgemmCheck() {}

  /**
   * Measures and logs at the first call (about 10 ms); later calls return the same value.
   *
   * @return 10⁹ floating-point operations a second, best of a few trials
   */
  public static double gigaflops() {
    return Once.GIGAFLOPS;
  }

  /**
   * Whether so slow a product means SSE3 kernels on a CPU that has AVX2.
   *
   * @param cpuInfo the text of /proc/cpuinfo
   */
  static boolean suspicious(double gigaflops, String cpuInfo) {
    OptionalDouble gigahertz = gigahertz(cpuInfo);
    return cpuInfo.contains(" avx2")
        && gigahertz.isPresent()
        && gigaflops / gigahertz.getAsDouble() < SUSPICIOUS_PER_CYCLE;
  }

  private static OptionalDouble gigahertz(String cpuInfo) {
    return cpuInfo
        .lines()
        .filter(line -> line.startsWith("cpu MHz"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1).trim()) / 1e3)
        .max();
  }

  private static double measure() {
    Blas.singleThread();
    double best = 0;
    try (NativeFloats a = new NativeFloats(SIDE * SIDE);
        NativeFloats b = new NativeFloats(SIDE * SIDE);
        NativeFloats c = new NativeFloats(SIDE * SIDE)) {
      for (int trial = 0; trial < TRIALS; trial++) {
        long start = System.nanoTime();
        Blas.multiply(SIDE, SIDE, SIDE, a.pointer(), b.pointer(), 0, c.pointer());
        best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / (System.nanoTime() - start));
      }
    }
    return best;
  }

  private static String cpuInfo() {
    try {
      return Files.exists(CPU_INFO) ? Files.readString(CPU_INFO) : "";
    } catch (IOException e) {
      LOG.debug("cannot read {}", CPU_INFO, e);
      return "";
    }
  }

  private static final class Once {
    static final double GIGAFLOPS = measureAndLog();

    private static double measureAndLog() {
      double gigaflops = measure();
      if (suspicious(gigaflops, cpuInfo())) {
        LOG.warn(
            "sgemm reaches only {} GFLOP/s on one thread: the OpenBLAS in use seems not to know"
                + " this CPU and to run SSE3 kernels; use org.bytedeco:openblas 0.3.31 or set"
                + " OPENBLAS_CORETYPE before the start",
            Math.round(gigaflops));
      } else {
        LOG.info("sgemm reaches {} GFLOP/s on one thread", Math.round(gigaflops));
      }
      return gigaflops;
    }
  }
}
