// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import java.util.Map;
import java.util.SortedMap;

/** Whether a bundle's tensors are those that its manifest calls for, and usable numbers. */
final class BundleSchema {
  private BundleSchema() {}

  static void check(SsfnSpec spec, TensorSet tensors) throws BadBundleException {
    SortedMap<String, int[]> expected = spec.tensors();
    for (String name : tensors.byName().keySet()) {
      if (!expected.containsKey(name)) {
        throw new BadBundleException(Reason.WRONG_SCHEMA, "tensor " + name + " has no place");
      }
    }
    for (Map.Entry<String, int[]> entry : expected.entrySet()) {
      Tensor tensor = tensors.byName().get(entry.getKey());
      if (tensor == null) {
        throw new BadBundleException(Reason.WRONG_SCHEMA, "no tensor " + entry.getKey());
      }
      checkShape(entry.getKey(), tensor, entry.getValue());
      checkValues(entry.getKey(), tensor);
    }
  }

  private static void checkShape(String name, Tensor tensor, int[] shape)
      throws BadBundleException {
    if (tensor.rows() != shape[0] || tensor.columns() != shape[1]) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "tensor %s is %d×%d instead of %d×%d"
              .formatted(name, tensor.rows(), tensor.columns(), shape[0], shape[1]));
    }
  }

  private static void checkValues(String name, Tensor tensor) throws BadBundleException {
    if (!tensor.isFinite()) {
      throw new BadBundleException(Reason.NON_FINITE, "tensor " + name);
    }
    boolean divisor = name.endsWith(".deviation") || name.equals("calibration");
    for (float value : tensor.values()) {
      if (divisor && value <= 0) {
        throw new BadBundleException(
            Reason.WRONG_SCHEMA, "tensor " + name + " must be positive: holds " + value);
      }
    }
  }
}
