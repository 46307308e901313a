// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.sweep.FitResult.Said;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Answers as text.
 *
 * @param columns scores per window
 * @param scores base64 of little-endian floats, window by window
 * @param halfWidths likewise
 * @param width of the vectors
 * @param vectors likewise; null but for clusters
 */
record Floats(int columns, String scores, String halfWidths, int width, @Nullable String vectors) {

  static Floats of(Said said) {
    float[][] scores = said.scores();
    float[][] vectors = said.vectors();
    return new Floats(
        columns(scores),
        text(flat(scores)),
        text(said.halfWidths()),
        columns(vectors),
        vectors.length == 0 ? null : text(flat(vectors)));
  }

  Said said() {
    return new Said(
        rows(floats(scores), columns),
        floats(halfWidths),
        vectors == null ? new float[0][] : rows(floats(vectors), width));
  }

  private static int columns(float[][] rows) {
    return rows.length == 0 ? 0 : rows[0].length;
  }

  private static float[] flat(float[][] rows) {
    int columns = columns(rows);
    float[] flat = new float[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * columns, columns);
    }
    return flat;
  }

  private static float[][] rows(float[] flat, int columns) {
    float[][] rows = new float[columns == 0 ? 0 : flat.length / columns][columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * columns, rows[row], 0, columns);
    }
    return rows;
  }

  private static String text(float[] floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] floats(String text) {
    FloatBuffer buffer =
        ByteBuffer.wrap(Base64.getDecoder().decode(text))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }
}
