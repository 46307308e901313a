// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {

  /** IEEE 754-2019, 3.4, in doubles, which hold every binary16 value exactly. */
  private static double byTheStandard(int half) {
    int exponent = half >> 10 & 31;
    int fraction = half & 1023;
    double sign = half >> 15 == 0 ? 1 : -1;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.pow(2, -14) * (fraction / 1024.0)
        : sign * Math.pow(2, exponent - 15) * (1 + fraction / 1024.0);
  }

  @Test
  void shouldWidenEveryHalfAsTheStandardSays() {
    for (int half = 0; half < 65_536; half++) {
      // As bits, so that the two zeros differ; narrowing an exact value is exact.
      assertThat(Float.floatToIntBits(HalfFloats.toFloat((short) half)))
          .as("half 0x%04x", half)
          .isEqualTo(Float.floatToIntBits((float) byTheStandard(half)));
    }
  }

  @Test
  void shouldNarrowEveryHalfToItself() {
    for (int half = 0; half < 65_536; half++) {
      float wide = HalfFloats.toFloat((short) half);
      int back = HalfFloats.fromFloat(wide) & 0xffff;
      if (Float.isNaN(wide)) {
        assertThat(HalfFloats.toFloat((short) back)).isNaN();
      } else {
        assertThat(back).as("half 0x%04x", half).isEqualTo(half);
      }
    }
  }

  @Test
  void shouldRoundToTheNearestAndTiesToEven() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int n = 0; n < 200_000; n++) {
      int below = random.nextInt(0x7bff);
      double low = byTheStandard(below);
      double high = byTheStandard(below + 1);
      double middle = (low + high) / 2;
      int even = below % 2 == 0 ? below : below + 1;
      String what = "seed " + seed + ", above half " + below;
      assertThat((int) HalfFloats.fromFloat((float) middle)).as(what).isEqualTo(even);
      assertThat((int) HalfFloats.fromFloat(Math.nextDown((float) middle)))
          .as(what)
          .isEqualTo(below);
      assertThat((int) HalfFloats.fromFloat(Math.nextUp((float) middle)))
          .as(what)
          .isEqualTo(below + 1);
    }
  }

  @Test
  void shouldOverflowToInfinity() {
    assertThat(HalfFloats.fromFloat(65_519.99f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloats.fromFloat(65_520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfFloats.fromFloat(-1e30f)).isEqualTo((short) 0xfc00);
  }
}
