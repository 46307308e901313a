// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import java.util.Optional;

/** A block with its weights folded. Immutable; scratch memory comes from the caller. */
interface ServingBlock extends AutoCloseable {

  /** What a projected vector is multiplied with where it stands first; empty: nothing. */
  Optional<FoldedMatrix> first();

  /** Likewise where it stands second. */
  FoldedMatrix second();

  /**
   * Adds {@code weight} times the fused vectors of one pair to {@code scratch.fused}.
   *
   * @param a [n, 2P] of the first source
   * @param b of the second
   * @param n windows, at most {@link Scratch#CHUNK}
   */
  void fuse(float[] a, float[] b, int n, float weight, Scratch scratch);

  @Override
  void close();

  static ServingBlock of(SsfnSpec spec, TensorSet tensors) {
    return switch (spec.block()) {
      case CONCAT -> new ConcatBlock(spec.width(), tensors);
      case CO_ATTENTION -> new CoAttentionBlock(spec, tensors);
    };
  }
}
