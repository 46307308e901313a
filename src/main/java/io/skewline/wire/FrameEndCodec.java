// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.FrameOutcomes;
import io.skewline.avro.OutcomeWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How frames ended; the key is the stream id. Sequences and event times are written as differences:
 * a frame takes four or five bytes in the regular case.
 */
final class FrameEndCodec implements Codec<FrameEnd> {
  private final AvroFormat<FrameOutcomes> format;

  FrameEndCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, FrameOutcomes.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, FrameEnd end) {
    return format.encode(
        topic,
        FrameOutcomes.newBuilder()
            .setModality(end.modality().name())
            .setOutcome(end.outcome().label())
            .setReason(end.reason())
            .setWindow(end.window().map(FrameEndCodec::toAvro).orElse(null))
            .setSequences(steps(end.frames(), FrameEnd.Ref::sequence))
            .setEventTimes(steps(end.frames(), FrameEnd.Ref::eventTimeMicros))
            .build());
  }

  private static OutcomeWindow toAvro(WindowId window) {
    return new OutcomeWindow(
        window.epoch(), Times.micros(window.startMicros()), Times.micros(window.endMicros()));
  }

  private static List<Long> steps(List<FrameEnd.Ref> frames, ToLongFunction<FrameEnd.Ref> field) {
    List<Long> steps = new ArrayList<>(frames.size());
    long before = 0;
    for (FrameEnd.Ref frame : frames) {
      long value = field.applyAsLong(frame);
      steps.add(value - before);
      before = value;
    }
    return steps;
  }

  @Override
  public FrameEnd decode(String topic, byte[] key, byte[] value) throws WireException {
    StreamId stream = Keys.stream(key);
    FrameOutcomes outcomes = format.decode(value);
    try {
      return new FrameEnd(
          stream,
          new Modality(outcomes.getModality()),
          Outcome.valueOf(outcomes.getOutcome().toUpperCase(Locale.ROOT)),
          Optional.ofNullable(outcomes.getWindow()).map(w -> fromAvro(stream, w)),
          outcomes.getReason(),
          frames(outcomes.getSequences(), outcomes.getEventTimes()));
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, e.getMessage());
    }
  }

  private static WindowId fromAvro(StreamId stream, OutcomeWindow window) {
    return new WindowId(
        stream, window.getEpoch(), Times.micros(window.getStart()), Times.micros(window.getEnd()));
  }

  private static List<FrameEnd.Ref> frames(List<Long> sequences, List<Long> eventTimes) {
    if (sequences.size() != eventTimes.size()) {
      throw new IllegalArgumentException(
          sequences.size() + " sequences, but " + eventTimes.size() + " eventTimes");
    }
    List<FrameEnd.Ref> frames = new ArrayList<>(sequences.size());
    long sequence = 0;
    long eventTime = 0;
    for (int i = 0; i < sequences.size(); i++) {
      sequence += sequences.get(i);
      eventTime += eventTimes.get(i);
      frames.add(new FrameEnd.Ref(sequence, eventTime));
    }
    return frames;
  }
}
