// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Bytes of a bundle: magic, format version, length of the header, header (JSON), number of tensors,
 * then each as name, rows, columns, 32-bit floats. All big endian.
 */
final class BundleWriter {
  private BundleWriter() {}

  static Bundle write(
      BundleManifest manifest,
      Calibration calibration,
      SsfnShape shape,
      SsfnWeights weights,
      Normaliser[] normalisers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] header = BundleFormat.header(manifest, calibration);
      out.writeInt(BundleFormat.MAGIC);
      out.writeInt(BundleFormat.VERSION);
      out.writeInt(header.length);
      out.write(header);
      out.writeInt(SsfnWeights.shapes(shape).size() + 2 * normalisers.length);
      for (String name : SsfnWeights.shapes(shape).keySet()) {
        Matrix matrix = weights.get(name);
        tensor(out, name, matrix.rows, matrix.cols, matrix.toArray());
      }
      for (int s = 0; s < normalisers.length; s++) {
        String slot = shape.slots().get(s).name();
        int width = normalisers[s].mean().length;
        tensor(out, "mean." + slot, 1, width, normalisers[s].mean());
        tensor(out, "scale." + slot, 1, width, normalisers[s].scale());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Bundle.of(manifest, bytes.toByteArray());
  }

  private static void tensor(DataOutputStream out, String name, int rows, int cols, float[] values)
      throws IOException {
    out.writeUTF(name);
    out.writeInt(rows);
    out.writeInt(cols);
    ByteBuffer floats = ByteBuffer.allocate(values.length * Float.BYTES);
    floats.asFloatBuffer().put(values);
    out.write(floats.array());
  }
}
