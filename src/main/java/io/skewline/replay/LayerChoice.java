// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.fusion.FrameLayers;
import io.skewline.modality.StreamId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which layers of its stack a frame carries. Asked when the frame is sent, not when it is encoded:
 * what is wanted may change between the two.
 *
 * @param wanted what the models read; asked for every frame, so it must be quick
 * @param explore share of the windows whose frames carry full stacks nevertheless, 0..1, so that a
 *     trainer can try other plans. Whole windows: a full stack beside sparse frames teaches little
 * @param window the size of those windows; empty takes the data set's
 */
public record LayerChoice(Supplier<FrameLayers> wanted, double explore, Optional<Duration> window) {
  /** Full stacks. */
  public static final LayerChoice ALL = fixed(FrameLayers.ALL);

  public LayerChoice {
    if (!(explore >= 0 && explore <= 1)) {
      throw new IllegalArgumentException("explore must be 0..1: " + explore);
    }
  }

  public static LayerChoice fixed(FrameLayers layers) {
    return new LayerChoice(() -> layers, 0, Optional.empty());
  }

  /**
   * What a frame carries that is sent now.
   *
   * @param number of its window: with the stream and the seed it alone decides whether the window
   *     is one of those that explore
   */
  FrameLayers of(StreamId stream, long number, long seed) {
    boolean explores =
        explore > 0 && Seeds.random(seed, stream.value().hashCode(), number).nextDouble() < explore;
    return explores ? FrameLayers.ALL : wanted.get();
  }
}
