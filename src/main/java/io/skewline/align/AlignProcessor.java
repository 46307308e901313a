// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Changelog;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The align node: frames in, closed windows out, each also kept in the {@link AlignStore} until the
 * next node settles it. A record's timestamp is the append time of its frame, milliseconds.
 */
public final class AlignProcessor implements Processor<StreamId, StreamEvent, Object, Object> {
  private final AlignSettings settings;
  private final Children children;
  private final InputProgress progress;
  private final Drain drain;
  private final FrameSource source;
  private final Meters meters;
  private ProcessorContext<Object, Object> context;
  private LedgerStore ledger;
  private AlignStore store;
  private Aligner aligner;

  /** Of the newest record. */
  private long appendMillis;

  /** When it was first seen that all is to be drained. */
  private long drainMillis = Long.MAX_VALUE;

  /**
   * The names of the nodes behind.
   *
   * @param windows takes {@link ClosedWindow}s
   * @param outcomes takes {@link FrameEnd}s; only where the settings say explain
   */
  public record Children(String windows, String outcomes) {
    public static Children of(String windows) {
      return new Children(windows, "outcomes");
    }
  }

  /**
   * @param source where the frames come from; asked at a restart for those that the changelog holds
   *     by their offsets
   */
  public AlignProcessor(
      AlignSettings settings,
      Children children,
      InputProgress progress,
      Drain drain,
      FrameSource source,
      Meters meters) {
    this.settings = settings;
    this.children = children;
    this.progress = progress;
    this.drain = drain;
    this.source = source;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    ledger = context.getStateStore(LedgerStore.NAME);
    store = context.getStateStore(AlignStore.NAME);
    store.open();
    new Recall(settings.time(), store.state(), source, this::gone)
        .run(context.taskId().partition());
    store.onFrameEnds(this::count);
    ledger.countHeld(store::held);
    ledger.onCommit(balances -> meters.committed(context.taskId(), balances));
    aligner = new Aligner(settings, store.state(), this::forward, this::ended);
    aligner.resume(context.currentSystemTimeMs());
    context.schedule(
        settings.timing().punctuation(), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
  }

  @Override
  public void process(Record<StreamId, StreamEvent> record) {
    // Replay reads no wall clock: there it must not matter what this is.
    long now = settings.time() == TimeMode.REPLAY ? 0 : context.currentSystemTimeMs();
    appendMillis = record.timestamp();
    if (record.value() instanceof Frame read) {
      Frame frame = placed(read);
      Optional<EndReason> end = aligner.accept(frame, now, record.timestamp());
      if (end.isPresent()) {
        ended(frame, end.get());
      }
    } else if (record.value() instanceof EndOfStream marker) {
      aligner.end(marker, now, record.timestamp());
    }
  }

  @Override
  public void close() {
    meters.taskGone(context.taskId());
  }

  private Frame placed(Frame frame) {
    boolean stays = settings.changelog() == Changelog.OFFSETS && source.keeps(frame.modality());
    return stays ? frame.at(context.recordMetadata().orElseThrow().offset()) : frame;
  }

  private void gone(Frame frame) {
    meters.frameGone(frame.modality());
  }

  private void punctuate(long nowMillis) {
    int partition = context.taskId().partition();
    ToLongFunction<Modality> readTo = m -> progress.readToMillis(m, partition, nowMillis);
    aligner.closeDue(nowMillis, readTo);
    if (drain.requested()) {
      drainMillis = Math.min(drainMillis, nowMillis);
      drain(readTo, nowMillis, partition);
    }
  }

  /** Once all is read that was there when it was asked for. */
  private void drain(ToLongFunction<Modality> readTo, long nowMillis, int partition) {
    if (settings.names().stream().mapToLong(readTo).allMatch(millis -> millis >= drainMillis)) {
      aligner.drain(nowMillis);
      drain.drained(partition, store.state().pending().isEmpty());
    }
  }

  private void ended(Frame frame, EndReason reason) {
    count(frame.modality(), reason.outcome(), 1);
    if (settings.explain()) {
      tell(WindowBook.end(frame, reason));
    }
  }

  private void ended(FrameEnd end) {
    count(end.modality(), end.outcome(), end.frames().size());
    if (settings.explain()) {
      tell(end);
    }
  }

  private void count(Modality modality, Outcome outcome, long frames) {
    ledger.ended(modality, outcome, frames);
    meters.framesEnded(modality, outcome, frames);
  }

  private void tell(FrameEnd end) {
    context.forward(new Record<>(end.stream(), end, appendMillis), children.outcomes());
  }

  private void forward(ClosedWindow window) {
    meters.windowClosed(window.reason());
    WindowId id = window.window().id();
    context.forward(
        new Record<>(id, window, Math.max(0, id.endMicros() / 1000)), children.windows());
  }
}
