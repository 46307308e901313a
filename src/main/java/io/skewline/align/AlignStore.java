// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.ledger.LiveStore;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Align's changelogged store: streams, open windows, and closed windows that wait for their
 * verdict. One stream thread.
 */
public final class AlignStore extends LiveStore implements PendingWindows {
  public static final String NAME = "align";

  private final List<Modality> modalities;
  private final StateCodec codec;
  private final AlignState state = new AlignState();
  private FrameEnds ends = (modality, outcome, frames) -> {};

  /** Told how frames end when a window is settled. */
  interface FrameEnds {
    void ended(Modality modality, Outcome outcome, long frames);
  }

  AlignStore(KeyValueStore<Bytes, byte[]> bytes, List<Modality> modalities) {
    super(bytes);
    this.modalities = modalities;
    this.codec = new StateCodec(modalities);
  }

  public static StoreBuilder<AlignStore> builder(AlignSettings settings) {
    List<Modality> modalities =
        settings.modalities().stream().map(AlignSettings.AlignedModality::modality).toList();
    return LiveStore.builder(NAME, bytes -> new AlignStore(bytes, modalities));
  }

  AlignState state() {
    return state;
  }

  void onFrameEnds(FrameEnds ends) {
    this.ends = ends;
  }

  @Override
  public List<ClosedWindow> pending() {
    return state.streams().stream()
        .flatMap(stream -> stream.pending.values().stream())
        .sorted(Comparator.comparing(window -> window.id))
        .map(window -> window.closed(modalities))
        .toList();
  }

  @Override
  public void settle(WindowId id, Verdict verdict) {
    StreamState stream = state.find(id.stream()).orElseThrow();
    OpenWindow window = stream.pending.remove(id);
    if (window == null) {
      throw new IllegalStateException("a second verdict for " + id);
    }
    state.remove(window);
    state.touch(id.stream());
    for (Cohort cohort : stream.cohortsOf(id.epoch(), window.span)) {
      if (cohort.settle(window.span, verdict.outcome())) {
        stream.cohorts.remove(cohort.key);
        ends.ended(
            modalities.get(cohort.key.modality()),
            cohort.outcome(verdict.outcome()),
            cohort.frames);
      }
    }
  }

  @Override
  protected void clear() {
    state.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    codec.load(state, key, value);
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    for (StreamId id : state.changedStreams) {
      to.accept(codec.streamKey(id), state.find(id).map(codec::streamValue).orElse(null));
    }
    state.changedWindows.forEach(
        (id, window) ->
            to.accept(codec.windowKey(id), window.map(codec::windowValue).orElse(null)));
    state.changedWindows.values().forEach(window -> window.ifPresent(w -> w.stored = true));
    state.changedStreams.clear();
    state.changedWindows.clear();
  }
}
