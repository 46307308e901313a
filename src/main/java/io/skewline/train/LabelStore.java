// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.ledger.LiveStore;
import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The labels that may still meet a window, by stream and end, changelogged. An entry's key is the
 * label itself; its value says nothing. Used by one stream thread.
 */
public final class LabelStore extends LiveStore {
  public static final String NAME = "labels";

  /** By end: the order in which labels expire. The rest makes equal mean equal. */
  public static final Comparator<Label> BY_END =
      Comparator.comparingLong(Label::endMicros)
          .thenComparingLong(Label::startMicros)
          .thenComparing(label -> label.target().toString())
          .thenComparing(Label::split)
          .thenComparing(Label::group);

  private static final NavigableSet<Label> EMPTY =
      Collections.unmodifiableNavigableSet(new TreeSet<>(BY_END));

  private static final byte[] THERE = new byte[0];

  private final Map<StreamId, NavigableSet<Label>> byStream = new HashMap<>();

  /** True for added, false for removed since the last commit. */
  private final Map<Label, Boolean> changes = new LinkedHashMap<>();

  LabelStore(KeyValueStore<Bytes, byte[]> bytes) {
    super(bytes);
  }

  public static StoreBuilder<LabelStore> builder() {
    return LiveStore.builder(NAME, LabelStore::new);
  }

  /** False if the very same label is there already. */
  boolean add(Label label) {
    boolean added = put(label);
    if (added) {
      changes.put(label, true);
    }
    return added;
  }

  private boolean put(Label label) {
    return byStream.computeIfAbsent(label.stream(), s -> new TreeSet<>(BY_END)).add(label);
  }

  void remove(Label label) {
    NavigableSet<Label> labels = byStream.get(label.stream());
    if (labels != null && labels.remove(label)) {
      changes.put(label, false);
      if (labels.isEmpty()) {
        byStream.remove(label.stream());
      }
    }
  }

  /** The streams that have labels, as they are now. */
  List<StreamId> streams() {
    return byStream.keySet().stream().sorted().toList();
  }

  /** The labels of a stream, the one that ends first first. */
  SortedSet<Label> of(StreamId stream) {
    return byStream.getOrDefault(stream, EMPTY);
  }

  /** The labels of a stream that end after a time. */
  SortedSet<Label> endingAfter(StreamId stream, long micros) {
    NavigableSet<Label> labels = byStream.get(stream);
    return labels == null ? EMPTY : labels.tailSet(LabelBytes.sentinel(stream, micros + 1), true);
  }

  @Override
  protected void clear() {
    byStream.clear();
    changes.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    put(LabelBytes.read(key));
  }

  @Override
  protected void changeAll() {
    byStream.values().forEach(labels -> labels.forEach(label -> changes.put(label, true)));
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    changes.forEach((label, there) -> to.accept(LabelBytes.write(label), there ? THERE : null));
    changes.clear();
  }
}
