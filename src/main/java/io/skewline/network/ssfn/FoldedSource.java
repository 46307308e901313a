// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.blas.Blas;
import io.skewline.network.blas.NativeFloats;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The way of one layer vector up to the sum inside the block, as one matrix: standardise, then
 * [width, 2P] at once. The first P columns are what the vector gives where it stands first (a), the
 * others where it stands second (b). Immutable; scratch memory comes from the caller.
 */
final class FoldedSource implements AutoCloseable {
  private final Source source;
  private final float[] mean;
  private final float[] scale;
  private final NativeFloats matrix;
  private final float[] presentRow;
  private final float[] missingRow;

  /**
   * @param first what a projected vector gives as a: [P, P], or empty for the vector itself
   * @param second what it gives as b: [P, P]
   */
  FoldedSource(
      Source source, TensorSet tensors, Optional<FoldedMatrix> first, FoldedMatrix second) {
    this.source = source;
    mean = tensors.values(Tensors.mean(source));
    scale = inverse(tensors.values(Tensors.deviation(source)));
    FoldedMatrix projection = FoldedMatrix.of(tensors.get(Tensors.projection(source)));
    FoldedMatrix bias = FoldedMatrix.of(tensors.get(Tensors.projectionBias(source)));
    FoldedMatrix mask = FoldedMatrix.of(tensors.get(Tensors.mask(source.modality())));
    matrix = NativeFloats.of(fold(projection, first, second));
    presentRow = fold(bias, first, second);
    missingRow = fold(mask, first, second);
  }

  private static float[] inverse(float[] deviation) {
    float[] inverse = new float[deviation.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / deviation[i];
    }
    return inverse;
  }

  private static float[] fold(
      FoldedMatrix rows, Optional<FoldedMatrix> first, FoldedMatrix second) {
    FoldedMatrix left = first.map(rows::times).orElse(rows);
    return left.beside(rows.times(second)).floats();
  }

  /**
   * @param to receives [n, 2P]: row i for window i of the chunk
   */
  void project(Iterable<AlignedWindow> chunk, Scratch scratch, float[] to) {
    int width = source.width();
    boolean[] present = scratch.present;
    int n = 0;
    for (AlignedWindow window : chunk) {
      Optional<float[]> vector = source.in(window);
      present[n] = vector.isPresent();
      if (present[n]) {
        standardise(vector.get(), scratch.row);
        scratch.input.put(n * width, scratch.row, 0, width);
      }
      n++;
    }
    int columns = presentRow.length;
    FloatPointer output = scratch.output.pointer();
    Blas.multiply(n, columns, width, scratch.input.pointer(), matrix.pointer(), 0, output);
    scratch.output.get(0, to, 0, n * columns);
    for (int i = 0; i < n; i++) {
      finish(to, i * columns, present[i]);
    }
  }

  private void standardise(float[] vector, float[] row) {
    for (int i = 0; i < vector.length; i++) {
      row[i] = (vector[i] - mean[i]) * scale[i];
    }
  }

  private void finish(float[] to, int offset, boolean present) {
    if (present) {
      for (int j = 0; j < presentRow.length; j++) {
        to[offset + j] += presentRow[j];
      }
    } else {
      // The product holds whatever the scratch row held before: it is overwritten, never used.
      System.arraycopy(missingRow, 0, to, offset, missingRow.length);
    }
  }

  @Override
  public void close() {
    matrix.close();
  }
}
