// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products against sums in double precision, on shapes that do not divide. */
class BlasTest {
  private static final long SEED = 3;

  @ParameterizedTest
  @CsvSource({
    // rows, inner, cols: whole; several panels; a last narrow one; narrow panels; too long for any
    "1, 128, 128",
    "64, 128, 128",
    "37, 130, 7",
    "33, 768, 128",
    "5, 700, 100",
    "17, 768, 70",
    "19, 3000, 40",
    "3, 5000, 33"
  })
  void shouldMultiplyFrozenMatricesAsOthers(int rows, int inner, int cols) {
    Random random = new Random(SEED);
    Matrix a = random(rows, inner, random);
    Matrix b = random(inner, cols, random);
    Matrix c = random(rows, cols, random);
    Matrix before = c.copy();
    b.freeze();

    Blas.gemm(a, b, 0.5f, c);

    for (int r = 0; r < rows; r++) {
      for (int col = 0; col < cols; col++) {
        double expected = 0.5 * before.get(r, col);
        for (int k = 0; k < inner; k++) {
          expected += (double) a.get(r, k) * b.get(k, col);
        }
        assertThat((double) c.get(r, col)).isCloseTo(expected, within(1e-6 * inner));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "8", "13", "64"})
  void shouldSumWhatDoesNotDivide(int n) {
    float[] x = random(1, n, new Random(SEED)).toArray();
    double sum = 0;
    double squares = 0;
    for (float v : x) {
      sum += v;
      squares += (v - 0.25) * (v - 0.25);
    }
    assertThat((double) Sums.of(x, n)).isCloseTo(sum, within(1e-5));
    assertThat((double) Sums.ofSquares(x, 0.25f, n)).isCloseTo(squares, within(1e-5));
    assertThat((double) Sums.ofProducts(x, x, n)).isCloseTo(Sums.ofSquares(x, 0, n), within(1e-5));
  }

  private static Matrix random(int rows, int cols, Random random) {
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.data.put(i, random.nextFloat() - 0.5f);
    }
    return matrix;
  }
}
