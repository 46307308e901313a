// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.align.AlignStore;
import io.skewline.align.PendingWindows;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The label node: closed windows from align and labels from their decoder in, labelled windows out.
 * A window waits in align's store, and is settled there when it leaves: as fused if it became an
 * example, as unpaired if no label came or labels contradicted each other.
 */
public final class LabelJoinProcessor
    implements Processor<Object, Object, StreamId, LabelledWindow> {
  private final TrainSettings settings;
  private final Meters meters;
  private ProcessorContext<StreamId, LabelledWindow> context;
  private PendingWindows pending;
  private LabelStore store;
  private LabelJoiner joiner;

  public LabelJoinProcessor(TrainSettings settings, Meters meters) {
    this.settings = settings;
    this.meters = meters;
  }

  /** The store that this node needs beside align's. */
  public static StoreBuilder<?> store() {
    return LabelStore.builder();
  }

  @Override
  public void init(ProcessorContext<StreamId, LabelledWindow> context) {
    this.context = context;
    AlignStore windows = context.getStateStore(AlignStore.NAME);
    pending = windows;
    store = context.getStateStore(LabelStore.NAME);
    store.open();
    joiner = new LabelJoiner(settings, new Forward());
    // What was joined has left both stores, so nothing is joined twice here.
    java.util.List.copyOf(store.labels()).forEach(joiner::label);
    pending.pending().forEach(closed -> joiner.window(closed.window()));
  }

  @Override
  public void process(Record<Object, Object> record) {
    if (record.value() instanceof ClosedWindow closed) {
      joiner.window(closed.window());
    } else if (record.value() instanceof Label label && joiner.label(label)) {
      store.add(label);
    }
  }

  private final class Forward implements LabelJoiner.Sink {
    @Override
    public void labelled(LabelledWindow window) {
      WindowId id = window.window().id();
      context.forward(new Record<>(id.stream(), window, id.endMicros() / 1000));
      settle(id, Verdict.FUSED);
    }

    @Override
    public void givenUp(WindowId window, LabelJoiner.Reason reason) {
      meters.windowGivenUp(reason.name().toLowerCase(java.util.Locale.ROOT));
      settle(window, Verdict.DROPPED_UNPAIRED);
    }

    @Override
    public void forgotten(Label label) {
      store.remove(label);
    }

    private void settle(WindowId window, Verdict verdict) {
      meters.verdict(verdict);
      pending.settle(window, verdict);
    }
  }
}
