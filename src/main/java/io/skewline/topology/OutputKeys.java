// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;

/** The keys of {@code outputs}. */
final class OutputKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> PREDICTIONS =
      LIST.required("outputs.predictions", Kinds.topic(), "where predictions go");
  static final Key<String> REJECTED =
      LIST.required("outputs.rejected", Kinds.topic(), "where unusable records go");
  static final Key<String> LEDGER =
      LIST.optional(
          "outputs.ledger", Kinds.topic(), "where every frame's outcome goes; for explain");
  static final Key<String> SHADOW =
      LIST.optional(
          "outputs.shadow",
          Kinds.topic(),
          "where a candidate model's predictions go; default: outputs.predictions + .shadow");
  static final Key<String> SCORES =
      LIST.optional(
          "outputs.scores",
          Kinds.topic(),
          "compacted topic of the scoreboard; default: outputs.predictions + .scores");
  static final Key<Integer> MAX_RECORD =
      LIST.of(
          "outputs.maxRecordBytes",
          "1MB",
          Kinds.size("1KB", "100MB"),
          "a longer input record is rejected unread");
  static final Key<Integer> MAX_REJECTED =
      LIST.of(
          "outputs.rejectedMaxBytes",
          "256KB",
          Kinds.size("0B", "100MB"),
          "a longer record is rejected as length and SHA-256, without its bytes");

  static final List<Key<?>> ALL = LIST.all();

  private OutputKeys() {}
}
