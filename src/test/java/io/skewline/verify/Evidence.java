// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one run left behind: its inputs, its outputs and its ledger of record.
 *
 * @param inputs by partition and topic in the order of their offsets
 * @param told in the order of the partition that holds the stream
 */
record Evidence(
    List<Seen> inputs, List<Told> told, List<Ended> ends, Map<Modality, Balance> ledger) {

  /** A stream's records of one modality, by offset. */
  Map<StreamId, Map<Modality, List<Seen>>> inputsByStream() {
    Map<StreamId, Map<Modality, List<Seen>>> streams = new TreeMap<>();
    for (Seen seen : inputs) {
      streams
          .computeIfAbsent(seen.stream(), s -> new TreeMap<>())
          .computeIfAbsent(seen.modality(), m -> new ArrayList<>())
          .add(seen);
    }
    return streams;
  }

  Map<StreamId, List<Told>> toldByStream() {
    Map<StreamId, List<Told>> streams = new LinkedHashMap<>();
    for (Told one : told) {
      streams.computeIfAbsent(one.prediction().window().stream(), s -> new ArrayList<>()).add(one);
    }
    return streams;
  }

  /** Frames of one modality by how the ledger topic says that they ended. */
  Map<Outcome, Long> outcomes(Modality modality) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Ended ended : ends) {
      if (ended.end().modality().equals(modality)) {
        outcomes.merge(ended.end().outcome(), (long) ended.end().frames().size(), Long::sum);
      }
    }
    return outcomes;
  }
}
