// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The tensors of a bundle, all finite, taken by name and shape. One thread. */
final class BundleTensors {
  private final Map<String, Matrix> tensors = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** Reads to the end of the bundle. */
  static BundleTensors read(DataInputStream in) throws IOException, BadBundleException {
    BundleTensors read = new BundleTensors();
    for (int n = in.readInt(); n > 0; n--) {
      String name = in.readUTF();
      int rows = in.readInt();
      int cols = in.readInt();
      // By division: the product of two large ones may be a small number, or a negative one.
      if (rows < 1 || cols < 1 || rows > in.available() / Float.BYTES / cols) {
        throw new BadBundleException(
            Reason.TRUNCATED, "tensor " + name + " of " + rows + " × " + cols + " is not whole");
      }
      byte[] floats = new byte[rows * cols * Float.BYTES];
      in.readFully(floats);
      Matrix matrix = new Matrix(rows, cols);
      matrix.data.put(0, ByteBuffer.wrap(floats).asFloatBuffer(), 0, rows * cols);
      if (!matrix.finite()) {
        throw new BadBundleException(Reason.NON_FINITE, "tensor " + name);
      }
      read.tensors.put(name, matrix);
    }
    if (in.available() > 0) {
      throw new BadBundleException(Reason.BAD_FORMAT, "bytes follow the last tensor");
    }
    return read;
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  Matrix take(String name, int rows, int cols) throws BadBundleException {
    Matrix matrix = tensors.get(name);
    if (matrix == null || matrix.rows != rows || matrix.cols != cols) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "tensor "
              + name
              + " must be "
              + rows
              + " × "
              + cols
              + (matrix == null ? ": absent" : ": is " + matrix.rows + " × " + matrix.cols));
    }
    taken.add(name);
    return matrix;
  }

  /** All of these, named and shaped so. */
  SsfnWeights take(Map<String, int[]> shapes) throws BadBundleException {
    // No room is made before a tensor is there: the shapes are the header's word.
    SsfnWeights weights = SsfnWeights.zeros(Map.of());
    for (Map.Entry<String, int[]> wanted : shapes.entrySet()) {
      weights.put(
          wanted.getKey(), take(wanted.getKey(), wanted.getValue()[0], wanted.getValue()[1]));
    }
    return weights;
  }

  void requireAllTaken() throws BadBundleException {
    for (String name : tensors.keySet()) {
      if (!taken.contains(name)) {
        throw new BadBundleException(Reason.WRONG_SCHEMA, "unknown tensor " + name);
      }
    }
  }
}
