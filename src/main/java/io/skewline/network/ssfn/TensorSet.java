// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tensors of one bundle by name. Immutable. */
public final class TensorSet {
  private final SortedMap<String, Tensor> tensors;

  public TensorSet(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  public SortedMap<String, Tensor> byName() {
    return tensors;
  }

  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name + "; there are " + tensors.keySet());
    }
    return tensor;
  }

  float[] values(String name) {
    return get(name).values();
  }

  /** The same tensors with {@code name} added or replaced. */
  public TensorSet with(String name, Tensor tensor) {
    SortedMap<String, Tensor> changed = new TreeMap<>(tensors);
    changed.put(name, tensor);
    return new TensorSet(changed);
  }
}
