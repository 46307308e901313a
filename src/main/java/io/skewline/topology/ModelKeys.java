// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.List;

/** The keys of {@code models}. */
final class ModelKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> MODELS =
      LIST.required("models.topic", Kinds.topic(), "compacted topic of the model bundles");
  static final Key<String> DECISIONS =
      LIST.optional(
          "models.decisions",
          Kinds.topic(),
          "topic of what was decided about models, and why; default: models.topic + .decisions");
  static final Key<Integer> PART =
      LIST.of(
          "models.partBytes",
          "512KB",
          Kinds.size("1KB", "100MB"),
          "largest chunk of a bundle in one record");
  static final Key<Long> VERSION =
      LIST.optional(
          "models.version",
          Kinds.positive(),
          "the processor serves this version alone; required with align.time: replay");
  static final Key<Duration> ANNOUNCE =
      LIST.optional(
          "models.announce",
          Kinds.duration("0ms", "1h"),
          "how long frames carry a new plan's layers before its model serves, and the old plan's"
              + " after; default: align.deadline + 10s, and the window's size or twice the"
              + " tolerance; where items are windows, add the longest one");
  static final Key<Double> SHADOW_SHARE =
      LIST.of(
          "models.shadowShare",
          "0.1",
          Kinds.number("[0, 1]"),
          "share of the windows that a candidate scores beside the active model; none in replay");

  static final List<Key<?>> ALL = LIST.all();

  private ModelKeys() {}
}
