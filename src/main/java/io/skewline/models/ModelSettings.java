// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.util.Optional;

/**
 * The {@code models} section of the topology file.
 *
 * @param topic compacted, one partition
 * @param partBytes the largest chunk of a bundle in one record
 * @param version the one that a follower serves, whatever else is activated; empty follows them all
 */
public record ModelSettings(String topic, int partBytes, Optional<Long> version) {

  /** Follows every activation. */
  public ModelSettings(String topic, int partBytes) {
    this(topic, partBytes, Optional.empty());
  }

  /** For who must see every model, e.g. a trainer, whatever the processor is pinned to. */
  public ModelSettings unpinned() {
    return new ModelSettings(topic, partBytes);
  }
}
