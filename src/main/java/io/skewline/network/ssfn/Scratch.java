// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.network.blas.NativeFloats;

/** The working memory of one call for one chunk of windows; used by one thread at a time. */
final class Scratch implements AutoCloseable {
  /** Windows per chunk: enough for sgemm to be at its speed, small enough for the L2 cache. */
  static final int CHUNK = 64;

  final boolean[] present = new boolean[CHUNK];
  final int[] subsets = new int[CHUNK];
  final float[] row;
  final NativeFloats input;

  /** Of a source: [n, 2P]. */
  final NativeFloats output;

  /** Per source [n, 2P]. */
  final float[][] projected;

  final float[] fused;
  final float[] logits;
  final NativeFloats fusedNative;
  final NativeFloats logitsNative;

  /** Of the block: two rows of P per window, and two of its hidden width. */
  final float[] pair;

  final float[] hidden;
  final NativeFloats pairNative;
  final NativeFloats hiddenNative;

  Scratch(SsfnSpec spec) {
    int widest = spec.sources().stream().mapToInt(Source::width).max().orElse(1);
    int p = spec.width();
    row = new float[widest];
    input = new NativeFloats(CHUNK * widest);
    output = new NativeFloats(CHUNK * 2 * p);
    projected = new float[spec.sources().size()][CHUNK * 2 * p];
    fused = new float[CHUNK * p];
    fusedNative = new NativeFloats(CHUNK * p);
    logits = new float[CHUNK * spec.outputs()];
    logitsNative = new NativeFloats(CHUNK * spec.outputs());
    int hiddenWidth = spec.block() == Block.CO_ATTENTION ? spec.feedForward() : 0;
    pair = new float[2 * CHUNK * p];
    pairNative = new NativeFloats(2 * CHUNK * p);
    hidden = new float[2 * CHUNK * hiddenWidth];
    hiddenNative = new NativeFloats(2 * CHUNK * hiddenWidth);
  }

  @Override
  public void close() {
    input.close();
    output.close();
    fusedNative.close();
    logitsNative.close();
    pairNative.close();
    hiddenNative.close();
  }
}
