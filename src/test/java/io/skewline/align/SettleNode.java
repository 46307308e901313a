// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Stands in for fuse: keeps what comes, and gives verdicts when told to. One thread. */
final class SettleNode implements Processor<Object, Object, Void, Void> {

  /** What all lives of the node saw. */
  static final class Results {
    final List<ClosedWindow> closed = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    /** Whether the next tick settles what is pending. */
    boolean settle;

    void tell(FrameEnd end) {
      for (FrameEnd.Ref ref : end.frames()) {
        told.add(
            "%s %s %d@%d %s"
                .formatted(
                    end.stream(),
                    end.modality(),
                    ref.sequence(),
                    ref.eventTimeMicros(),
                    end.outcome()));
      }
    }
  }

  private final Results results;
  private AlignStore store;

  SettleNode(Results results) {
    this.results = results;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(AlignStore.NAME);
    context.schedule(
        Duration.ofMillis(1), PunctuationType.WALL_CLOCK_TIME, nowMillis -> settleIfTold());
  }

  @Override
  public void process(Record<Object, Object> record) {
    if (record.value() instanceof ClosedWindow window) {
      results.closed.add(window);
    } else {
      results.tell((FrameEnd) record.value());
    }
  }

  private void settleIfTold() {
    if (!results.settle) {
      return;
    }
    for (ClosedWindow window : store.pending()) {
      WindowId id = window.window().id();
      if (window.reason().isFinal()) {
        store.settle(id, Verdicts.of(id)).forEach(results::tell);
      } else {
        store.settleEarly(id);
      }
    }
  }
}
