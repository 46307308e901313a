// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The streams of a run that have begun and not yet ended, and how they end. One thread. */
final class StreamEnds {
  private final Set<Modality> modalities;
  private final String session;
  private final FrameSink publisher;
  private final Map<StreamId, Long> lastArrivals = new HashMap<>();
  private final Map<StreamId, Map<Modality, Long>> lastTimes = new HashMap<>();

  /**
   * @param modalities every stream ends in each of them, whether it had frames there or not
   */
  StreamEnds(Set<Modality> modalities, String session, FrameSink publisher) {
    this.modalities = Set.copyOf(modalities);
    this.session = session;
    this.publisher = publisher;
  }

  /** A frame will arrive then, in microseconds since the dataset's zero. */
  void expect(StreamId stream, long atMicros) {
    lastArrivals.merge(stream, atMicros, Math::max);
  }

  /** When the last frame so far arrives; empty if there is none, and so nothing to end. */
  Optional<Long> lastArrival(StreamId stream) {
    return Optional.ofNullable(lastArrivals.get(stream));
  }

  void published(Frame frame) {
    lastTimes
        .computeIfAbsent(frame.stream(), s -> new HashMap<>())
        .merge(frame.modality(), frame.eventTimeMicros(), Math::max);
  }

  /**
   * A modality ends at the time of its last frame, by its own clock; one that had none, at that of
   * the stream.
   */
  void end(StreamId stream) {
    lastArrivals.remove(stream);
    Map<Modality, Long> times = lastTimes.remove(stream);
    if (times != null) {
      long newest = times.values().stream().mapToLong(Long::longValue).max().orElseThrow();
      for (Modality modality : modalities) {
        publisher.end(stream, modality, times.getOrDefault(modality, newest), session);
      }
    }
  }

  void endAll() {
    List.copyOf(lastTimes.keySet()).forEach(this::end);
  }
}
