// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few modalities of a window by name, in one array: a tree of them would cost more than all.
 */
final class Present extends AbstractMap<Modality, PooledModality> {
  private final List<Entry<Modality, PooledModality>> entries;

  private Present(Entry<Modality, PooledModality>[] sorted) {
    entries = List.of(sorted);
  }

  static Map<Modality, PooledModality> of(Map<Modality, PooledModality> map) {
    if (map instanceof Present) {
      return map;
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Entry<Modality, PooledModality>[] entries = new Entry[map.size()];
    int i = 0;
    for (Entry<Modality, PooledModality> entry : map.entrySet()) {
      entries[i++] = Map.entry(entry.getKey(), entry.getValue());
    }
    Arrays.sort(entries, Entry.comparingByKey());
    return new Present(entries);
  }

  /** Null stands for a modality that is missing. */
  static Map<Modality, PooledModality> of(
      List<Modality> modalities, @Nullable PooledModality[] pooled) {
    int size = 0;
    for (PooledModality each : pooled) {
      size += each == null ? 0 : 1;
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Entry<Modality, PooledModality>[] entries = new Entry[size];
    int i = 0;
    for (int m = 0; m < pooled.length; m++) {
      if (pooled[m] != null) {
        entries[i++] = Map.entry(modalities.get(m), pooled[m]);
      }
    }
    if (size > 1) {
      Arrays.sort(entries, Entry.comparingByKey());
    }
    return new Present(entries);
  }

  @Override
  public @Nullable PooledModality get(@Nullable Object modality) {
    for (Entry<Modality, PooledModality> entry : entries) {
      if (entry.getKey().equals(modality)) {
        return entry.getValue();
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object modality) {
    return get(modality) != null;
  }

  @Override
  public Set<Entry<Modality, PooledModality>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Modality, PooledModality>> iterator() {
        return entries.iterator();
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }
}
