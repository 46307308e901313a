// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fields of a frame or marker while it is read, before they are known to be valid. One thread.
 */
final class FrameParts {
  private static final int MOST_LAYERS = 256;
  private static final int LONGEST_SESSION = 1024;

  private final String modality;
  long eventTime;
  long sequence;
  String session = "";
  long duration;
  boolean endOfStream;
  private int[] indices = new int[4];
  private float[][] values = new float[4][];
  private int layers;

  FrameParts(String modality) {
    this.modality = modality;
  }

  void addLayer(int index, DType dtype, ByteBuffer bytes) throws WireException {
    if (layers == MOST_LAYERS) {
      throw new WireException(RejectReason.WRONG_LAYER, "more than " + MOST_LAYERS + " layers");
    }
    if (layers == indices.length) {
      indices = Arrays.copyOf(indices, 2 * layers);
      values = Arrays.copyOf(values, 2 * layers);
    }
    indices[layers] = index;
    values[layers++] = Floats.fromBytes(bytes, dtype);
  }

  StreamEvent build(StreamId stream) throws WireException {
    if (eventTime < 0) {
      throw new WireException(RejectReason.NEGATIVE_TIME, "eventTime is " + eventTime + " µs");
    }
    if (eventTime > Long.MAX_VALUE - Math.max(0, duration)) {
      throw new WireException(
          RejectReason.BAD_FIELD, "eventTime + duration = " + eventTime + " + " + duration + " µs");
    }
    if (session.length() > LONGEST_SESSION) {
      throw new WireException(
          RejectReason.BAD_FIELD,
          "session has " + session.length() + " characters, at most " + LONGEST_SESSION);
    }
    if (endOfStream && layers > 0) {
      throw new WireException(
          RejectReason.BAD_FIELD, "endOfStream is true, but there are layers: " + layers);
    }
    LayerStack stack = endOfStream ? LayerStack.ofAll() : stack();
    try {
      Modality named = new Modality(modality);
      return endOfStream
          ? new EndOfStream(stream, named, eventTime, session)
          : new Frame(stream, named, eventTime, sequence, session, duration, stack);
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, e.getMessage());
    }
  }

  private LayerStack stack() throws WireException {
    if (layers == 0) {
      throw new WireException(RejectReason.EMPTY_LAYERS, "the frame carries no layer");
    }
    try {
      return LayerStack.of(Arrays.copyOf(indices, layers), Arrays.copyOf(values, layers));
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.WRONG_LAYER, e.getMessage());
    }
  }
}
