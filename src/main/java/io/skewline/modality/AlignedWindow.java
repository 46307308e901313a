// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All frames of one stream that fall in one window, by modality, pooled per layer. Immutable.
 *
 * @param session the stream's session in this epoch; empty if its producers name none
 * @param present the modalities that had a frame; one that is missing has no entry
 */
public record AlignedWindow(WindowId id, String session, Map<Modality, PooledModality> present) {
  public AlignedWindow {
    present = Collections.unmodifiableMap(new TreeMap<>(present));
  }

  public boolean has(Modality modality) {
    return present.containsKey(modality);
  }
}
