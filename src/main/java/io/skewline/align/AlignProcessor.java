// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The align node: frames in, closed windows out, each also kept in the {@link AlignStore} until the
 * fuse node settles it. A record's timestamp is the append time of its frame, milliseconds.
 */
public final class AlignProcessor
    implements Processor<StreamId, StreamEvent, WindowId, ClosedWindow> {
  private final AlignSettings settings;
  private final InputProgress progress;
  private final Meters meters;
  private ProcessorContext<WindowId, ClosedWindow> context;
  private LedgerStore ledger;
  private Aligner aligner;

  public AlignProcessor(AlignSettings settings, InputProgress progress, Meters meters) {
    this.settings = settings;
    this.progress = progress;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<WindowId, ClosedWindow> context) {
    this.context = context;
    ledger = context.getStateStore(LedgerStore.NAME);
    AlignStore store = context.getStateStore(AlignStore.NAME);
    store.open();
    store.onFrameEnds(this::ended);
    aligner = new Aligner(settings, store.state(), this::forward);
    aligner.resume(context.currentSystemTimeMs());
    int partition = context.taskId().partition();
    context.schedule(
        settings.timing().punctuation(),
        PunctuationType.WALL_CLOCK_TIME,
        now -> aligner.closeDue(now, modality -> progress.caughtUp(modality, partition)));
  }

  @Override
  public void process(Record<StreamId, StreamEvent> record) {
    if (record.value() instanceof Frame frame) {
      aligner
          .accept(frame, context.currentSystemTimeMs(), record.timestamp())
          .ifPresent(outcome -> ended(frame.modality(), outcome, 1));
    }
  }

  private void ended(Modality modality, Outcome outcome, long frames) {
    ledger.ended(modality, outcome, frames);
    meters.framesEnded(modality, outcome, frames);
  }

  private void forward(ClosedWindow window) {
    meters.windowClosed(window.reason());
    WindowId id = window.window().id();
    context.forward(new Record<>(id, window, id.endMicros() / 1000));
  }
}
