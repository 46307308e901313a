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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bytes of a bundle: magic, format version, length of the header, header (JSON), number of tensors,
 * then each as name, rows, columns, 32-bit floats. All big endian.
 */
final class BundleWriter {
  private BundleWriter() {}

  static Bundle write(BundleManifest manifest, SsfnModel.Parts parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] header = BundleFormat.header(manifest, parts.calibration());
      out.writeInt(BundleFormat.MAGIC);
      out.writeInt(BundleFormat.VERSION);
      out.writeInt(header.length);
      out.write(header);
      Map<String, Matrix> tensors = tensors(parts);
      out.writeInt(tensors.size());
      for (Map.Entry<String, Matrix> tensor : tensors.entrySet()) {
        write(out, tensor.getKey(), tensor.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Bundle.of(manifest, bytes.toByteArray());
  }

  /** In a fixed order: equal models, equal bytes. */
  private static Map<String, Matrix> tensors(SsfnModel.Parts parts) {
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    for (String name : SsfnWeights.shapes(parts.shape()).keySet()) {
      tensors.put(name, parts.weights().get(name));
    }
    Normaliser[] normalisers = parts.normalisers();
    for (int s = 0; s < normalisers.length; s++) {
      String slot = parts.shape().slots().get(s).name();
      tensors.put("mean." + slot, row(normalisers[s].mean()));
      tensors.put("scale." + slot, row(normalisers[s].scale()));
    }
    parts
        .agreement()
        .ifPresent(
            agreement -> {
              tensors.putAll(agreement.statistic().all());
              tensors.put(Agreement.TENSOR, row(agreement.quantiles()));
            });
    return tensors;
  }

  private static Matrix row(float[] values) {
    return Matrix.of(1, values.length, values);
  }

  private static void write(DataOutputStream out, String name, Matrix tensor) throws IOException {
    out.writeUTF(name);
    out.writeInt(tensor.rows);
    out.writeInt(tensor.cols);
    ByteBuffer floats = ByteBuffer.allocate(tensor.size() * Float.BYTES);
    floats.asFloatBuffer().put(tensor.toArray());
    out.write(floats.array());
  }
}
