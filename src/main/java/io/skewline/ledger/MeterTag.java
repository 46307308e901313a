// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A tag of meters: its key and every value that it may have. Values are few: fixed here, or bounded
 * by the topology file. None is a stream.
 */
public enum MeterTag {
  MODALITY("modality", "the modalities of the topology file"),
  CLASS("class", "the labels of the topology file; `value` for regression"),
  OUTCOME("outcome", labels(Outcome.values(), Outcome::label)),
  REJECTION(
      "reason",
      List.of(
          "null-key",
          "null-value",
          "oversized",
          "not-avro",
          "unknown-schema",
          "wrong-schema",
          "truncated",
          "wrong-modality",
          "empty-layers",
          "wrong-layer",
          "wrong-width",
          "not-a-number",
          "infinite",
          "negative-time",
          "future-time",
          "bad-field")),
  PARTITIONER("partitioner", List.of("murmur2", "crc32", "none", "unknown")),
  CLOSING("reason", labels(ClosingReason.values(), ClosingReason::label)),
  COUNT("count", List.of("in", "ended", "open", "lost")),
  VERDICT("verdict", labels(Verdict.values(), Verdict::label)),
  SIDE("side", List.of("before", "after")),
  CONDITION("condition", List.of("missing", "noise", "offset")),
  ENGINE("engine", "the engines of this build, such as `native` and `onnx`"),
  REFUSAL(
      "reason",
      List.of(
          "truncated",
          "hash-mismatch",
          "bad-format",
          "wrong-schema",
          "non-finite",
          "wrong-location",
          "untrusted")),
  ROLE("role", List.of("champion", "challenger")),
  VERSION("version", "the number of the model in the role, one at a time"),
  HASH("hash", "likewise its bundle"),
  UNUSED("reason", List.of("contradicted", "unlabelled", "overflow")),
  OVER("over", List.of("window", "faded")),
  DECISION(
      "decision",
      List.of("promoted", "kept_back", "shadowed", "withdrawn", "rolled_back", "refused")),
  BY("by", List.of("gate", "shadow", "monitor", "user", "unknown")),
  PUBLISHED("published", List.of("true", "false")),
  HIT("hit", List.of("true", "false"));

  private final String key;
  private final String says;
  private final List<String> values;

  MeterTag(String key, List<String> values) {
    this(key, "`" + String.join("`, `", values) + "`", values);
  }

  MeterTag(String key, String says) {
    this(key, says, List.of());
  }

  MeterTag(String key, String says, List<String> values) {
    this.key = key;
    this.says = says;
    this.values = values;
  }

  private static <E> List<String> labels(E[] values, Function<E, String> label) {
    return Arrays.stream(values).map(label).toList();
  }

  public String key() {
    return key;
  }

  /** Every value; empty where the topology file or the build has them. */
  public List<String> known() {
    return values;
  }

  /** The values, for people. */
  public String says() {
    return says;
  }
}
