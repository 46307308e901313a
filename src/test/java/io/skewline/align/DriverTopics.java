// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The topics of a test driver, as what a restart reads frames from. Each driver counts its offsets
 * from zero, so there may be several records at one. Text is read through a copy of ours.
 */
final class DriverTopics implements FrameSource {
  private record Place(Modality modality, long offset) {}

  private final Map<Modality, Long> ends = new HashMap<>();
  private final Map<Place, List<Frame>> frames = new HashMap<>();

  void append(StreamEvent event) {
    long offset = ends.merge(event.modality(), 1L, Long::sum) - 1;
    if (event instanceof Frame frame) {
      frames
          .computeIfAbsent(new Place(frame.modality(), offset), p -> new ArrayList<>())
          .add(frame);
    }
  }

  /** Another driver takes over. */
  void startAnew() {
    ends.clear();
  }

  /** As when their retention is over. */
  void forget() {
    frames.clear();
  }

  @Override
  public boolean keeps(Modality modality) {
    return !modality.name().equals("text");
  }

  @Override
  public Map<Frame, LayerStack> read(int partition, Set<Frame> bare) {
    Map<Frame, LayerStack> found = new HashMap<>();
    for (Frame frame : bare) {
      frames.getOrDefault(new Place(frame.modality(), frame.offset()), List.of()).stream()
          .filter(there -> FrameSource.sameRecord(there, frame))
          .forEach(there -> found.put(frame, Topics.copy(there.layers())));
    }
    return found;
  }
}
