// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.align.PendingWindows;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The label node: closed windows from align and labels from their decoder in, labelled windows out,
 * each once. A window stays in align's store while it waits and is settled there when it leaves: as
 * fused if it became an example, else as unpaired.
 */
public final class LabelJoinProcessor
    implements Processor<Object, Object, StreamId, LabelledWindow> {
  private final TrainSettings settings;
  private final Function<ProcessorContext<StreamId, LabelledWindow>, PendingWindows> source;
  private final ObjIntConsumer<ClosedWindow> seen;
  private final Meters meters;
  private ProcessorContext<StreamId, LabelledWindow> context;
  private PendingWindows windows;
  private LabelJoiner joiner;
  private boolean resumed;

  /**
   * @param source finds align's pending windows among the stores of this node
   */
  public LabelJoinProcessor(
      TrainSettings settings,
      Function<ProcessorContext<StreamId, LabelledWindow>, PendingWindows> source,
      Meters meters) {
    this(settings, source, (window, partition) -> {}, meters);
  }

  /**
   * @param source finds align's pending windows among the stores of this node
   * @param seen told of each window as it comes, with the partition of its task
   */
  public LabelJoinProcessor(
      TrainSettings settings,
      Function<ProcessorContext<StreamId, LabelledWindow>, PendingWindows> source,
      ObjIntConsumer<ClosedWindow> seen,
      Meters meters) {
    this.seen = seen;
    this.settings = settings;
    this.source = source;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<StreamId, LabelledWindow> context) {
    this.context = context;
    LabelStore labels = context.getStateStore(LabelStore.NAME);
    labels.open();
    windows = source.apply(context);
    joiner = new LabelJoiner(settings, labels, new Output());
    resumed = false;
  }

  @Override
  public void process(Record<Object, Object> record) {
    if (!resumed) {
      // Not in init, where nothing may be forwarded. The new window may be among them: no harm.
      resumed = true;
      windows.pending().stream()
          .filter(closed -> !closed.equals(record.value()))
          .forEach(closed -> joiner.window(closed.window()));
    }
    if (record.value() instanceof ClosedWindow closed) {
      seen.accept(closed, context.taskId().partition());
      joiner.window(closed.window());
    } else if (record.value() instanceof Label label) {
      joiner.label(label);
    } else {
      throw new IllegalArgumentException(
          "the label node takes closed windows and labels: " + record.value().getClass());
    }
  }

  private final class Output implements LabelJoiner.Sink {
    @Override
    public void labelled(LabelledWindow example) {
      WindowId id = example.window().id();
      context.forward(new Record<>(id.stream(), example, Math.max(0, id.endMicros() / 1000)));
      boolean whole =
          settings.fit().modalities().stream()
              .allMatch(spec -> example.window().has(spec.modality()));
      meters.windowLabelled();
      settle(id, whole ? Verdict.FUSED : Verdict.FUSED_MISSING);
    }

    @Override
    public void givenUp(WindowId window, LabelJoiner.Reason reason) {
      meters.windowGivenUp(reason.label());
      settle(window, Verdict.DROPPED_UNPAIRED);
    }

    private void settle(WindowId window, Verdict verdict) {
      meters.verdict(verdict);
      windows.settle(window, verdict);
    }
  }
}
