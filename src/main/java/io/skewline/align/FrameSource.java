// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import java.util.Map;
import java.util.Set;

/**
 * Where the frames came from and can be read again, so that the changelog need not hold their
 * vectors. Safe for many threads.
 */
public interface FrameSource {
  /** For an application whose frames are not to be read again. */
  FrameSource NONE =
      new FrameSource() {
        @Override
        public boolean keeps(Modality modality) {
          return false;
        }

        @Override
        public Map<Frame, LayerStack> read(int partition, Set<Frame> bare) {
          return Map.of();
        }
      };

  /** Whether a frame of this modality stays for as long as a window may be open. */
  boolean keeps(Modality modality);

  /**
   * Reads frames again. Whoever is asked says in the log what it does not find, and why.
   *
   * @param partition of the topics of all modalities
   * @param bare one for each offset, without layers; see {@link #sameRecord}
   * @return the layers of those that are still there
   * @throws org.apache.kafka.common.errors.RetriableException if broker or registry are away
   */
  Map<Frame, LayerStack> read(int partition, Set<Frame> bare);

  /**
   * Whether what lies at a bare frame's offset is that frame: another topic under the same name may
   * have anything there. Session and duration are not kept of every frame.
   */
  static boolean sameRecord(Frame read, Frame bare) {
    return read.stream().equals(bare.stream())
        && read.modality().equals(bare.modality())
        && read.eventTimeMicros() == bare.eventTimeMicros()
        && read.sequence() == bare.sequence();
  }
}
