// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rules of alignment for what has been recorded, without Kafka: frames in, windows out, by the
 * rules of replay mode. One thread.
 */
public final class RecordedAlignment {
  private final AlignStore store;
  private final Aligner aligner;
  private final Consumer<AlignedWindow> windows;
  private final List<ClosedWindow> closed = new ArrayList<>();

  public RecordedAlignment(AlignSettings settings, Consumer<AlignedWindow> windows) {
    AlignSettings recorded = settings.recorded();
    this.store = AlignStore.builder(recorded).build();
    this.aligner = new Aligner(recorded, store.state(), closed::add, end -> {});
    this.windows = windows;
  }

  /**
   * @param frame its vectors are given away
   * @return why the frame went into no window; empty if it is held
   * @throws BoundReachedException where a bound would drop it
   */
  public Optional<EndReason> accept(Frame frame) {
    Optional<EndReason> end = aligner.accept(frame, 0, 0);
    handOver();
    return end;
  }

  public void end(EndOfStream marker) {
    aligner.end(marker, 0, 0);
    handOver();
  }

  /** Closes what is still open. */
  public void finish() {
    aligner.drain(0);
    handOver();
  }

  private void handOver() {
    for (ClosedWindow window : closed) {
      store.settle(window.window().id(), Verdict.FUSED);
      windows.accept(window.window());
    }
    closed.clear();
    store.state().written();
  }
}
