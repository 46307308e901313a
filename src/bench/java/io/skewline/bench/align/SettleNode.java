// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.align.AlignStore;
import io.skewline.align.PendingWindows;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Stands where the fuse node does: says what was aligned, and settles it. */
final class SettleNode implements Processor<WindowId, ClosedWindow, byte[], byte[]> {
  private ProcessorContext<byte[], byte[]> context;
  private PendingWindows pending;

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    AlignStore store = context.getStateStore(AlignStore.NAME);
    pending = store;
  }

  @Override
  public void process(Record<WindowId, ClosedWindow> record) {
    AlignedWindow window = record.value().window();
    byte[] stream = window.id().stream().value().getBytes(StandardCharsets.UTF_8);
    context.forward(record.withKey(stream).withValue(joined(window).toBytes()));
    boolean whole = window.present().size() == Load.MODALITIES.size();
    pending.settle(window.id(), whole ? Verdict.FUSED : Verdict.FUSED_MISSING);
  }

  private static Joined joined(AlignedWindow window) {
    float mean = 0;
    for (PooledModality pooled : window.present().values()) {
      mean += Joined.mean(pooled.layers()) / window.present().size();
    }
    return new Joined(
        window.id().startMicros() / 1_000,
        frames(window, Load.AUDIO),
        frames(window, Load.VIDEO),
        mean);
  }

  private static int frames(AlignedWindow window, Modality modality) {
    PooledModality pooled = window.present().get(modality);
    return pooled == null ? 0 : pooled.frames();
  }
}
