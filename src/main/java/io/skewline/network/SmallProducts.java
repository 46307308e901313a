// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Which products OpenBLAS computes on its operands as they lie: on CPUs with AVX-512, those of at
 * most a million multiply-adds (its SMALL_MATRIX_OPT). Others it packs first, at each call. Known
 * without measuring: the same machine must give the same bits at each start.
 */
final class SmallProducts {
  /** More at once is no faster. */
  static final int MOST_ROWS = 32;

  private static final int MOST_MULTIPLY_ADDS = 1_000_000;
  private static final boolean HERE = avx512();

  private SmallProducts() {}

  static boolean here() {
    return HERE;
  }

  /** Rows at once, a power of two, of a product with a matrix of this size; 0 for none. */
  static int rows(int inner, int cols) {
    return Integer.highestOneBit(
        (int) Math.min(MOST_ROWS, MOST_MULTIPLY_ADDS / ((long) inner * cols)));
  }

  private static boolean avx512() {
    return ManagementFactory.getPlatformMXBeans(HotSpotDiagnosticMXBean.class).stream()
        .anyMatch(SmallProducts::usesAvx512);
  }

  private static boolean usesAvx512(HotSpotDiagnosticMXBean jvm) {
    try {
      return "3".equals(jvm.getVMOption("UseAVX").getValue());
    } catch (IllegalArgumentException otherCpu) {
      return false;
    }
  }
}
