// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import java.util.List;

/** One way to compute the outputs of a network, on the calling thread alone. One thread. */
public interface Scorer extends AutoCloseable {

  /** Logits row by row. */
  float[] score(List<AlignedWindow> windows);

  @Override
  void close();
}
