// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.time.Duration;
import java.util.Optional;

/**
 * The {@code models} section of the topology file.
 *
 * @param topic compacted, one partition
 * @param partBytes the largest chunk of a bundle in one record
 * @param version the one that a follower serves, whatever else is activated; empty follows them all
 * @param announce the pause between the steps of a change of layers: longer than a frame waits in
 *     an open window after it was sent, and than a processor takes to load a model
 * @param decisions topic of what was decided about models, kept for ever, one partition
 * @param transport where bundles lie that are not on the topic, and who vouches for them
 */
public record ModelSettings(
    String topic,
    int partBytes,
    Optional<Long> version,
    Duration announce,
    String decisions,
    ModelTransport transport) {

  /** Bundles in parts on the topic, decisions beside it. */
  public ModelSettings(String topic, int partBytes, Optional<Long> version, Duration announce) {
    this(topic, partBytes, version, announce, decisionsBeside(topic), ModelTransport.ON_THE_TOPIC);
  }

  public static String decisionsBeside(String topic) {
    return topic + ".decisions";
  }

  /** Follows every activation, and changes layers without a pause. */
  public ModelSettings(String topic, int partBytes) {
    this(topic, partBytes, Optional.empty(), Duration.ZERO);
  }

  /** Serves that version, whatever else is activated. */
  public ModelSettings pinned(long version) {
    return pinned(Optional.of(version));
  }

  /** For who must see every model, e.g. a trainer, whatever the processor is pinned to. */
  public ModelSettings unpinned() {
    return pinned(Optional.empty());
  }

  private ModelSettings pinned(Optional<Long> other) {
    return new ModelSettings(topic, partBytes, other, announce, decisions, transport);
  }

  public ModelSettings over(ModelTransport other) {
    return new ModelSettings(topic, partBytes, version, announce, decisions, other);
  }
}
