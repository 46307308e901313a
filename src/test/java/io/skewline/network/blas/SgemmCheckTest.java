// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.blas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SgemmCheckTest {
  private static final String CPU = "flags\t: fpu sse2 avx2 fma\ncpu MHz\t\t: 2600.000\n";

  @Test
  void shouldSuspectSse3KernelsOnACpuWithAvx2() {
    assertThat(SgemmCheck.suspicious(20, CPU)).isTrue();
    assertThat(SgemmCheck.suspicious(60, CPU)).isFalse();
  }

  @Test
  void shouldNotSuspectWhatItCannotJudge() {
    assertThat(SgemmCheck.suspicious(20, "")).isFalse();
    assertThat(SgemmCheck.suspicious(20, "flags\t: fpu sse2\ncpu MHz\t\t: 2600.000\n")).isFalse();
  }

  @Test
  void shouldMeasureOnce() {
    assertThat(SgemmCheck.gigaflops()).isPositive().isEqualTo(SgemmCheck.gigaflops());
  }
}
