// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.Modality;
import io.skewline.modality.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a verdict tells of the frames that its window held.
 *
 * @param offsetsMicros per used modality: its mean frame time minus that of the first used one
 */
record Content(
    List<Modality> used,
    List<Modality> missing,
    Map<Modality, Long> offsetsMicros,
    Verdict verdict) {

  /**
   * @param times of the frames that the window held; a modality may be there with none
   */
  static Content of(Rules rules, Map<Modality, List<Long>> times) {
    List<Modality> used = new ArrayList<>(rules.modalities());
    used.removeIf(modality -> times.getOrDefault(modality, List.of()).isEmpty());
    List<Modality> missing = new ArrayList<>(rules.modalities());
    missing.removeAll(used);
    Map<Modality, Long> offsets = new TreeMap<>();
    for (Modality modality : used) {
      offsets.put(modality, mean(times.get(modality)) - mean(times.get(used.get(0))));
    }
    Verdict whole = missing.isEmpty() ? Verdict.FUSED : Verdict.FUSED_MISSING;
    return new Content(
        used, missing, offsets, rules.paired(used) ? whole : Verdict.DROPPED_UNPAIRED);
  }

  static Content of(Prediction told) {
    return new Content(
        told.used(), told.missing(), new TreeMap<>(told.offsetsMicros()), told.verdict());
  }

  /** To the next microsecond, halves up; relative to the first, for times are large. */
  private static long mean(List<Long> times) {
    long first = times.get(0);
    long sum = times.stream().mapToLong(t -> t - first).sum();
    return first + Math.floorDiv(2 * sum + times.size(), 2L * times.size());
  }
}
