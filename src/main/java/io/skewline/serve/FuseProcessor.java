// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.align.AlignStore;
import io.skewline.align.PendingWindows;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
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
 * lingered, then all get their verdict. A window is settled in align's store only after its
 * prediction has been forwarded, so a restarted task finds the rest there.
 */
public final class FuseProcessor implements Processor<WindowId, ClosedWindow, StreamId, Object> {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final FuseSettings settings;
  private final Children children;
  private final Fuser fuser;
  private final ObjIntConsumer<ClosedWindow> seen;
  private final List<ClosedWindow> batch = new ArrayList<>();
  private ProcessorContext<StreamId, Object> context;
  private PendingWindows pending;
  private Optional<Shadow> shadow = Optional.empty();
  private Optional<Cancellable> restored = Optional.empty();

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
      FuseSettings settings, Children children, ActiveModel active, Meters meters) {
    this(settings, children, active, (window, partition) -> {}, meters);
  }

  /**
   * @param seen told of each window as it comes, with the partition of its task
   */
  public FuseProcessor(
      FuseSettings settings,
      Children children,
      ActiveModel active,
      ObjIntConsumer<ClosedWindow> seen,
      Meters meters) {
    this.seen = seen;
    this.settings = settings;
    this.children = children;
    this.fuser = new Fuser(settings, active, meters);
  }

  /** A share of the windows goes to a candidate as well. */
  public FuseProcessor shadowedBy(Shadow candidate) {
    shadow = Optional.of(candidate);
    return this;
  }

  @Override
  public void init(ProcessorContext<StreamId, Object> context) {
    this.context = context;
    AlignStore store = context.getStateStore(AlignStore.NAME);
    pending = store;
    batch.clear();
    batch.addAll(pending.pending());
    // A tick per linger, whenever the batch began: no window waits longer than that. Without
    // linger only what a restart found needs a tick, as nothing may be forwarded from in here.
    if (!settings.linger().isZero()) {
      context.schedule(settings.linger(), PunctuationType.WALL_CLOCK_TIME, now -> flush());
    } else if (!batch.isEmpty()) {
      restored =
          Optional.of(context.schedule(AT_ONCE, PunctuationType.WALL_CLOCK_TIME, this::once));
    }
  }

  private void once(long nowMillis) {
    flush();
    restored.ifPresent(Cancellable::cancel);
  }

  @Override
  public void process(Record<WindowId, ClosedWindow> record) {
    seen.accept(record.value(), context.taskId().partition());
    batch.add(record.value());
    if (batch.size() >= settings.batchSize() || settings.linger().isZero()) {
      flush();
    }
  }

  private void flush() {
    for (int from = 0; from < batch.size(); from += settings.batchSize()) {
      int to = Math.min(batch.size(), from + settings.batchSize());
      List<Prediction> predictions = fuser.fuse(batch.subList(from, to));
      for (int i = 0; i < predictions.size(); i++) {
        settle(batch.get(from + i), predictions.get(i));
      }
      shadow(batch.subList(from, to), predictions);
    }
    batch.clear();
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
    if (!window.reason().isFinal()) {
      pending.settleEarly(prediction.window());
      return;
    }
    for (FrameEnd end : pending.settle(prediction.window(), prediction.verdict())) {
      context.forward(new Record<>(stream, end, millis), children.outcomes());
    }
  }
}
