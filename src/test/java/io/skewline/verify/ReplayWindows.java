// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Windows of one size, which tumble or hop. */
final class ReplayWindows extends ReplayStream {
  /** Start to frames; windows of one size close in the order of their starts. */
  private final TreeMap<Long, List<Frame>> open = new TreeMap<>();

  private final Map<Frame, Integer> waiting = new IdentityHashMap<>();
  private final Set<Frame> fused = Collections.newSetFromMap(new IdentityHashMap<>());

  ReplayWindows(Rules rules, StreamId stream) {
    super(rules, stream);
  }

  @Override
  Optional<Outcome> take(Frame frame) {
    List<Long> starts = new ArrayList<>(rules.windows().starts(frame.eventTimeMicros()));
    starts.removeIf(start -> watermark(frame.modality()) >= end(start));
    if (starts.isEmpty()) {
      return Optional.of(Outcome.LATE);
    }
    if (open.values().stream().flatMap(List::stream).anyMatch(f -> isCopy(f, frame))) {
      return Optional.of(Outcome.DUPLICATE);
    }
    waiting.put(frame, starts.size());
    starts.forEach(start -> open.computeIfAbsent(start, s -> new ArrayList<>()).add(frame));
    return Optional.empty();
  }

  private long end(long start) {
    return start + rules.windows().size();
  }

  private List<Modality> silent(long start) {
    return rules.modalities().stream().filter(m -> watermark(m) < end(start)).toList();
  }

  @Override
  void advance() {
    List.copyOf(open.keySet()).stream()
        .filter(start -> silent(start).isEmpty())
        .forEach(start -> close(start, passedReason()));
  }

  @Override
  void closeAll(ClosingReason reason) {
    List.copyOf(open.keySet()).forEach(start -> close(start, reason));
  }

  private void close(long start, ClosingReason reason) {
    List<Frame> frames = open.remove(start);
    Content content = verdict(start, end(start), reason, silent(start), frames);
    frames.forEach(frame -> settle(frame, content.verdict()));
  }

  /** A frame ends with the last of its windows, as fused if any of them was. */
  private void settle(Frame frame, Verdict verdict) {
    if (verdict.fused()) {
      fused.add(frame);
    }
    if (waiting.merge(frame, -1, Integer::sum) == 0) {
      waiting.remove(frame);
      end(fused.remove(frame) ? Outcome.FUSED : verdict.outcome());
    }
  }
}
