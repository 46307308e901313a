// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All frames of one stream that fall in one window, by modality, pooled per layer. Immutable.
 *
 * @param session the stream's session in this epoch; empty if its producers name none
 * @param present the modalities that had a frame; one that is missing has no entry
 */
public record AlignedWindow(WindowId id, String session, Map<Modality, PooledModality> present) {
  public AlignedWindow {
    present = Present.of(present);
  }

  /**
   * @param pooled by the place of its modality in the list, null where it is missing
   */
  public static AlignedWindow of(
      WindowId id, String session, List<Modality> modalities, @Nullable PooledModality[] pooled) {
    return new AlignedWindow(id, session, Present.of(modalities, pooled));
  }

  /** Whether there is anything to fuse of it: of a frame whose vectors are lost there is not. */
  public boolean has(Modality modality) {
    PooledModality pooled = present.get(modality);
    return pooled != null && pooled.layers().size() > 0;
  }

  /** As if all other modalities had been silent. */
  public AlignedWindow only(Set<Modality> visible) {
    Map<Modality, PooledModality> left = new HashMap<>(present);
    left.keySet().retainAll(visible);
    return new AlignedWindow(id, session, left);
  }
}
