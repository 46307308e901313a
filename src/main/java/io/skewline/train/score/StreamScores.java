// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.StreamId;
import io.skewline.train.LabelStore;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What one stream has waiting. One thread. */
final class StreamScores {
  /** The one that ends first first. */
  final TreeMap<Label, HeardLabel> labels = new TreeMap<>(LabelStore.BY_END);

  final TreeMap<MadeKey, Made> waiting = new TreeMap<>();
  final TreeMap<MadeKey, Judged> judged = new TreeMap<>();
  Optional<StreamClock> clock = Optional.empty();

  Set<Label> labelsEndingAfter(StreamId stream, long micros) {
    Label before = new Label(stream, Long.MIN_VALUE, micros + 1, new ValueTarget(0), "", "");
    return labels.tailMap(before, true).keySet();
  }
}
