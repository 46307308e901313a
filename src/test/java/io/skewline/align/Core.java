// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Changelog;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
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

  /** What became of each frame, as it was told; empty unless the settings say explain. */
  final List<String> told = new ArrayList<>();

  /** Frames that a restart did not find again. */
  final List<Frame> gone = new ArrayList<>();

  final Topics topics = new Topics();
  AlignStore store;
  Aligner aligner;

  Core(AlignSettings settings) {
    this.settings = settings;
    start(0);
  }

  private void start(long nowMillis) {
    store = AlignStore.builder(settings).build();
    bytes.forEach((key, value) -> store.load(key.array(), value));
    store.loaded();
    new Recall(settings.time(), store.state(), topics, gone::add).run(0);
    store.onFrameEnds(this::ended);
    aligner = new Aligner(settings, store.state(), closed::add, this::ended);
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
    return reason(frame, nowMillis).map(EndReason::outcome);
  }

  Optional<EndReason> reason(Frame frame, long nowMillis) {
    in.merge(frame.modality(), 1L, Long::sum);
    Optional<EndReason> end = aligner.accept(decoded(frame), nowMillis, nowMillis);
    end.ifPresent(reason -> ended(WindowBook.end(frame, reason)));
    return end;
  }

  private Frame decoded(Frame frame) {
    Frame read = frame.with(Topics.copy(frame.layers()));
    long offset = topics.append(frame).offset();
    return settings.changelog() == Changelog.OFFSETS ? read.at(offset) : read;
  }

  void apply(Step step) {
    if (step instanceof Step.Arrives arrives) {
      accept(arrives.frame(), arrives.nowMillis());
    } else if (step instanceof Step.Ends ends) {
      aligner.end(ends.marker(), ends.nowMillis(), ends.nowMillis());
    } else if (step instanceof Step.Tick tick) {
      aligner.closeDue(
          tick.nowMillis(),
          m -> tick.behind().contains(m) ? InputProgress.UNKNOWN : tick.nowMillis());
    } else if (step instanceof Step.Restart restart) {
      restart(restart.nowMillis());
    } else if (step instanceof Step.Shutdown shutdown) {
      aligner.drain(shutdown.nowMillis());
    } else {
      settle();
    }
  }

  void settle() {
    for (ClosedWindow window : store.pending()) {
      if (window.reason().isFinal()) {
        store.settle(window.window().id(), Verdicts.of(window.window().id())).forEach(this::tell);
      } else {
        store.settleEarly(window.window().id());
      }
    }
  }

  private void ended(Modality modality, Outcome outcome, long frames) {
    ends.computeIfAbsent(modality, m -> new EnumMap<>(Outcome.class))
        .merge(outcome, frames, Long::sum);
  }

  private void ended(FrameEnd end) {
    ended(end.modality(), end.outcome(), end.frames().size());
    if (settings.explain()) {
      tell(end);
    }
  }

  private void tell(FrameEnd end) {
    for (FrameEnd.Ref ref : end.frames()) {
      told.add(
          end.stream()
              + " "
              + end.modality()
              + " "
              + ref.sequence()
              + "@"
              + ref.eventTimeMicros()
              + " "
              + end.outcome());
    }
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
