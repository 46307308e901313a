// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.modality.Modality;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which modalities are spread differently and how that is mended. */
final class PartitionerAdvice {
  private PartitionerAdvice() {}

  /**
   * @param seen per modality with keys
   * @param oneSided whether the windows of a task have all lacked a modality
   */
  static String text(
      Map<Modality, KeyEvidence> seen, Map<Modality, String> topics, boolean oneSided) {
    String spread =
        seen.entrySet().stream()
            .map(
                e ->
                    "`%s` (topic %s) is spread by %s"
                        .formatted(e.getKey(), topics.get(e.getKey()), spread(e.getValue())))
            .collect(Collectors.joining(", "));
    List<Modality> wrong =
        seen.keySet().stream().filter(m -> !seen.get(m).mayBe(Partitioner.MURMUR2)).toList();
    String effect =
        oneSided
            ? "every window of a task so far lacks a modality"
            : "frames of one stream may meet in no task";
    return spread + ": " + effect + "; " + fix(wrong);
  }

  private static String spread(KeyEvidence evidence) {
    return switch (evidence.found()) {
      case MURMUR2 -> "murmur2";
      case CRC32 -> "crc32";
      case NONE -> "none of murmur2 and crc32";
      case UNKNOWN ->
          evidence.mayBe(Partitioner.MURMUR2)
              ? "murmur2 (a few keys seen)"
              : "another partitioner than murmur2 (a few keys seen)";
    };
  }

  private static String fix(List<Modality> wrong) {
    return "produce %s with the murmur2 partitioner (librdkafka: partitioner=murmur2_random) or set %s"
        .formatted(
            wrong.stream().map(m -> "`" + m + "`").collect(Collectors.joining(" and ")),
            wrong.stream()
                .map(m -> "streams." + m + ".repartition: true")
                .collect(Collectors.joining(" and ")));
  }
}
