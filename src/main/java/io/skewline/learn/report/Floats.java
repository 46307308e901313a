// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.sweep.FitResult.Said;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;

/**
 * Answers as text.
 *
 * @param columns scores per window
 * @param scores base64 of little-endian floats, window by window
 * @param halfWidths likewise
 */
record Floats(int columns, String scores, String halfWidths) {

  static Floats of(Said said) {
    int columns = said.scores().length == 0 ? 0 : said.scores()[0].length;
    float[] flat = new float[said.scores().length * columns];
    for (int row = 0; row < said.scores().length; row++) {
      System.arraycopy(said.scores()[row], 0, flat, row * columns, columns);
    }
    return new Floats(columns, text(flat), text(said.halfWidths()));
  }

  Said said() {
    float[] flat = floats(scores);
    float[][] rows = new float[columns == 0 ? 0 : flat.length / columns][columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * columns, rows[row], 0, columns);
    }
    return new Said(rows, floats(halfWidths));
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
