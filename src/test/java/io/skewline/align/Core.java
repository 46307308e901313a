// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The core with its store, but without Kafka; a restart goes through the bytes. */
final class Core {
  private final AlignSettings settings;
  private final TreeMap<ByteBuffer, byte[]> bytes = new TreeMap<>();
  final Map<Modality, Map<Outcome, Long>> ends = new TreeMap<>();
  final Map<Modality, Long> in = new HashMap<>();
  final List<ClosedWindow> closed = new ArrayList<>();
  AlignStore store;
  Aligner aligner;

  Core(AlignSettings settings) {
    this.settings = settings;
    start(0);
  }

  private void start(long nowMillis) {
    store = AlignStore.builder(settings).build();
    bytes.forEach((key, value) -> store.load(key.array(), value));
    store.onFrameEnds(this::ended);
    aligner = new Aligner(settings, store.state(), closed::add);
    aligner.resume(nowMillis);
  }

  void restart(long nowMillis) {
    flush();
    start(nowMillis);
  }

  void flush() {
    store.writeChanges(
        (key, value) -> {
          if (value == null) {
            bytes.remove(ByteBuffer.wrap(key));
          } else {
            bytes.put(ByteBuffer.wrap(key), value);
          }
        });
  }

  void forEachStored(BiConsumer<byte[], byte[]> to) {
    bytes.forEach((key, value) -> to.accept(key.array(), value));
  }

  int stored() {
    return bytes.size();
  }

  Optional<Outcome> accept(Frame frame, long nowMillis) {
    in.merge(frame.modality(), 1L, Long::sum);
    Optional<Outcome> end = aligner.accept(frame, nowMillis, nowMillis);
    end.ifPresent(outcome -> ended(frame.modality(), outcome, 1));
    return end;
  }

  void apply(Step step) {
    if (step instanceof Step.Arrives arrives) {
      accept(arrives.frame(), arrives.nowMillis());
    } else if (step instanceof Step.Tick tick) {
      aligner.closeDue(tick.nowMillis(), m -> !tick.behind().contains(m));
    } else if (step instanceof Step.Restart restart) {
      restart(restart.nowMillis());
    } else {
      settle();
    }
  }

  void settle() {
    for (ClosedWindow window : store.pending()) {
      store.settle(window.window().id(), Verdicts.of(window.window().id()));
    }
  }

  private void ended(Modality modality, Outcome outcome, long frames) {
    ends.computeIfAbsent(modality, m -> new EnumMap<>(Outcome.class))
        .merge(outcome, frames, Long::sum);
  }

  /** As {@link Oracle#ledger()} tells it: open frames are what is in, less what has ended. */
  Map<Modality, Map<Optional<Outcome>, Long>> ledger() {
    Map<Modality, Map<Optional<Outcome>, Long>> sums = new TreeMap<>();
    in.forEach(
        (modality, count) -> {
          Map<Optional<Outcome>, Long> row = new HashMap<>();
          long open = count;
          for (var end : ends.getOrDefault(modality, Map.of()).entrySet()) {
            row.put(Optional.of(end.getKey()), end.getValue());
            open -= end.getValue();
          }
          if (open != 0) {
            row.put(Optional.empty(), open);
          }
          sums.put(modality, row);
        });
    return sums;
  }
}
