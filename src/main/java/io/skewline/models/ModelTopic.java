// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.util.Map;

/** How the models topic is to be created: one partition, with these configs. */
public final class ModelTopic {
  public static final int PARTITIONS = 1;

  private ModelTopic() {}

  /**
   * Compacted in small segments: the newest segment is never compacted, and a processor that starts
   * reads it whole.
   */
  public static Map<String, String> configs(ModelSettings settings) {
    return Map.of(
        "cleanup.policy", "compact",
        "segment.bytes", "67108864",
        "min.cleanable.dirty.ratio", "0.1",
        "max.message.bytes", String.valueOf(recordBytes(settings)));
  }

  /** The largest record: a part, and generous room for what its encoding adds. */
  static int recordBytes(ModelSettings settings) {
    return Math.addExact(Math.max(settings.partBytes(), 1 << 20), 1 << 16);
  }
}
