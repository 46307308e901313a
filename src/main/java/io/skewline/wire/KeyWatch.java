// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sees the key of every frame's record with the partition that it was found in. Called on stream
 * threads for each record, good or bad: it must not allocate and must not wait.
 */
@FunctionalInterface
public interface KeyWatch {
  /** Watches nothing. */
  KeyWatch NONE = (where, key) -> {};

  void seen(RecordMetadata where, byte @Nullable [] key);
}
