// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One partition of each modality's topic, in memory; text is read through a copy of ours. */
final class Topics implements FrameSource {
  private final Map<Modality, List<Frame>> topics = new TreeMap<>();

  /** The frame at its place, where it stays. */
  Frame append(Frame frame) {
    List<Frame> topic = topics.computeIfAbsent(frame.modality(), m -> new ArrayList<>());
    topic.add(frame);
    return keeps(frame.modality()) ? frame.at(topic.size() - 1) : frame;
  }

  /** As when their retention is over. */
  void forget() {
    topics.values().forEach(topic -> topic.replaceAll(frame -> null));
  }

  @Override
  public boolean keeps(Modality modality) {
    return !modality.name().equals("text");
  }

  @Override
  public Map<Frame, LayerStack> read(int partition, Set<Frame> bare) {
    Map<Frame, LayerStack> found = new HashMap<>();
    if (bare.stream().map(f -> f.modality() + " " + f.offset()).distinct().count() < bare.size()) {
      throw new AssertionError("an offset twice: " + bare);
    }
    for (Frame frame : bare) {
      Frame there = topics.get(frame.modality()).get((int) frame.offset());
      if (there != null) {
        if (!FrameSource.sameRecord(there, frame)) {
          throw new AssertionError(frame + " is not " + there);
        }
        found.put(frame, copy(there.layers()));
      }
    }
    return found;
  }

  /** A frame given to align is given away. */
  static LayerStack copy(LayerStack layers) {
    int[] indices = new int[layers.size()];
    float[][] values = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = layers.indexAt(i);
      values[i] = layers.valuesAt(i).clone();
    }
    return LayerStack.of(indices, values);
  }
}
