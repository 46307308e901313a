// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.align.AlignStore;
import io.skewline.align.Drain;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The fuse node: closed windows wait for company until a batch is full or its first window has
 * lingered, then all get their verdict; where the settings hold windows, they also wait for the
 * first model. A window is settled in align's store only after its prediction has been forwarded,
 * so a restarted task finds the rest there.
 */
public final class FuseProcessor implements Processor<WindowId, ClosedWindow, StreamId, Object> {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** Where nothing lingers: how often it is looked whether held windows have a model. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Many windows may wait, held or found at a restart; the thread must poll between them. */
  private static final int BATCHES_AT_ONCE = 16;

  private final FuseSettings settings;
  private final Optional<NoModel.Hold> hold;
  private final Children children;
  private final ActiveModel active;
  private final Drain drain;
  private final Fuser fuser;
  private final ObjIntConsumer<ClosedWindow> seen;
  private final Meters meters;
  private final WaitingWindows waiting = new WaitingWindows();
  private ProcessorContext<StreamId, Object> context;
  private AlignStore pending;
  private Optional<Shadow> shadow = Optional.empty();
  private VerdictListener told = VerdictListener.NONE;
  private Optional<Cancellable> restored = Optional.empty();

  /** Of the waiting ones, those that there was no model for. */
  private int held;

  /**
   * The names of the nodes behind.
   *
   * @param predictions takes {@link Prediction}s
   * @param outcomes takes {@link FrameEnd}s; only where align tells them
   */
  public record Children(String predictions, String outcomes) {
    public static Children of(String predictions) {
      return new Children(predictions, "outcomes");
    }
  }

  public FuseProcessor(
      FuseSettings settings, Children children, ActiveModel active, Drain drain, Meters meters) {
    this(settings, children, active, drain, (window, partition) -> {}, meters);
  }

  /**
   * @param drain once it is requested no window is held any more
   * @param seen told of each window as it comes, with the partition of its task
   */
  public FuseProcessor(
      FuseSettings settings,
      Children children,
      ActiveModel active,
      Drain drain,
      ObjIntConsumer<ClosedWindow> seen,
      Meters meters) {
    this.seen = seen;
    this.settings = settings;
    this.hold =
        settings.noModel() instanceof NoModel.Hold set ? Optional.of(set) : Optional.empty();
    this.children = children;
    this.active = active;
    this.drain = drain;
    this.fuser = new Fuser(settings, active, meters);
    this.meters = meters;
  }

  /** A share of the windows goes to a candidate as well. */
  public FuseProcessor shadowedBy(Shadow candidate) {
    shadow = Optional.of(candidate);
    return this;
  }

  /** Somebody hears of every verdict. */
  public FuseProcessor telling(VerdictListener listener) {
    told = listener;
    return this;
  }

  @Override
  public void init(ProcessorContext<StreamId, Object> context) {
    this.context = context;
    pending = context.getStateStore(AlignStore.NAME);
    waiting.clear();
    long now = context.currentSystemTimeMs();
    pending.pending().forEach(window -> waiting.add(window, now));
    // A tick per linger, whenever the batch began: no window waits longer than that. Without
    // linger only what is held, or what a restart found, needs a tick: nothing may be forwarded
    // from in here.
    if (!settings.linger().isZero() || hold.isPresent()) {
      Duration tick = settings.linger().isZero() ? LOOK : settings.linger();
      context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, millis -> flush(BATCHES_AT_ONCE));
    } else if (!waiting.isEmpty()) {
      restored =
          Optional.of(context.schedule(AT_ONCE, PunctuationType.WALL_CLOCK_TIME, this::restored));
    }
  }

  private void restored(long nowMillis) {
    flush(BATCHES_AT_ONCE);
    if (waiting.isEmpty()) {
      restored.ifPresent(Cancellable::cancel);
    }
  }

  @Override
  public void process(Record<WindowId, ClosedWindow> record) {
    seen.accept(record.value(), context.taskId().partition());
    waiting.add(record.value(), context.currentSystemTimeMs());
    if (waiting.size() >= settings.batchSize() || settings.linger().isZero()) {
      flush(1);
    }
  }

  /**
   * @param batches at the most
   */
  private void flush(int batches) {
    if (holding()) {
      giveUp(hold.orElseThrow());
    } else {
      for (int i = 0; i < batches && !waiting.isEmpty(); i++) {
        decide(waiting.take(settings.batchSize()));
      }
    }
    countHeld(holding() ? waiting.size() : Math.min(held, waiting.size()));
  }

  private boolean holding() {
    return hold.isPresent() && !active.present() && !drain.requested();
  }

  /** What may wait no longer; the rest of what a call has no time for waits for the next one. */
  private void giveUp(NoModel.Hold bounds) {
    int left = BATCHES_AT_ONCE * settings.batchSize();
    List<ClosedWindow> looks = waiting.takeLooks(left);
    left -= looks.size();
    decide(looks);
    long now = context.currentSystemTimeMs();
    long last = bounds.time().map(time -> now - time.toMillis()).orElse(Long.MIN_VALUE);
    while (left > 0
        && (waiting.size() > bounds.windows()
            || waiting.waitsSince(last)
            || (pending.crowded() && !waiting.isEmpty()))) {
      decide(waiting.take(1));
      left--;
    }
  }

  private void decide(List<ClosedWindow> windows) {
    List<Prediction> predictions = windows.isEmpty() ? List.of() : fuser.fuse(windows);
    for (int i = 0; i < predictions.size(); i++) {
      settle(windows.get(i), predictions.get(i));
    }
    shadow(windows, predictions);
  }

  private void countHeld(int now) {
    meters.held(now - held);
    held = now;
  }

  @Override
  public void close() {
    countHeld(0);
  }

  private void shadow(List<ClosedWindow> windows, List<Prediction> predictions) {
    if (shadow.isPresent()) {
      for (Prediction prediction : shadow.get().of(windows, predictions)) {
        long millis = Math.max(0, prediction.window().endMicros() / 1000);
        context.forward(
            new Record<>(prediction.window().stream(), prediction, millis), Shadow.NODE);
      }
    }
  }

  private void settle(ClosedWindow window, Prediction prediction) {
    StreamId stream = prediction.window().stream();
    long millis = Math.max(0, prediction.window().endMicros() / 1000);
    context.forward(new Record<>(stream, prediction, millis), children.predictions());
    told.verdict(window, prediction);
    if (!window.reason().isFinal()) {
      pending.settleEarly(prediction.window());
      return;
    }
    long delay = context.currentSystemTimeMs() - prediction.triggerMillis();
    meters.verdictAfter(Duration.ofMillis(Math.max(0, delay)));
    for (FrameEnd end : pending.settle(prediction.window(), prediction.verdict())) {
      context.forward(new Record<>(stream, end, millis), children.outcomes());
    }
  }
}
