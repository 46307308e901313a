// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignStore.FrameEnds;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the frames of a window end, once it has its verdict. One thread. */
final class Settlement {
  private final AlignSettings settings;
  private final List<Modality> modalities;
  private final AlignState state;
  private FrameEnds ends = (modality, outcome, frames) -> {};

  Settlement(AlignSettings settings, AlignState state) {
    this.settings = settings;
    this.modalities = settings.names();
    this.state = state;
  }

  void onFrameEnds(FrameEnds ends) {
    this.ends = ends;
  }

  /** See {@link PendingWindows#settle}. */
  List<FrameEnd> settle(WindowId id, Verdict verdict) {
    WindowState window = state.takePending(id);
    if (window == null) {
      throw new IllegalStateException("a second verdict for " + id);
    }
    List<FrameEnd> told =
        settings.keepsCohorts() ? settleCohorts(window, verdict) : settlePools(window, verdict);
    state.remove(window);
    return told;
  }

  private List<FrameEnd> settlePools(WindowState window, Verdict verdict) {
    var present = window.closed.orElseThrow().window().present();
    for (var entry : present.entrySet()) {
      ends.ended(entry.getKey(), verdict.outcome(), entry.getValue().frames());
    }
    return List.of();
  }

  private List<FrameEnd> settleCohorts(WindowState window, Verdict verdict) {
    List<FrameEnd> told = settings.explain() ? new ArrayList<>() : List.of();
    state.touch(window.stream);
    for (Cohort cohort : window.cohorts) {
      if (cohort.settle(verdict.outcome())) {
        window.stream.cohorts.remove(cohort);
        Outcome outcome = cohort.outcome(verdict.outcome());
        ends.ended(modalities.get(cohort.modality), outcome, cohort.frames);
        if (settings.explain()) {
          told.add(end(cohort, outcome, window.closed.orElseThrow()));
        }
      }
    }
    return told;
  }

  private FrameEnd end(Cohort cohort, Outcome outcome, ClosedWindow closed) {
    WindowId id = closed.window().id();
    return new FrameEnd(
        id.stream(),
        modalities.get(cohort.modality),
        outcome,
        Optional.of(id),
        closed.reason().label(),
        cohort.told());
  }
}
