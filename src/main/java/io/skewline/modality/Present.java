// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The few modalities of a window by name, in two arrays: a tree of them would cost more than all.
 */
final class Present extends AbstractMap<Modality, PooledModality> {
  private final Modality[] names;
  private final PooledModality[] pooled;

  private Present(int size) {
    names = new Modality[size];
    pooled = new PooledModality[size];
  }

  static Map<Modality, PooledModality> of(Map<Modality, PooledModality> map) {
    if (map instanceof Present) {
      return map;
    }
    Present present = new Present(map.size());
    int size = 0;
    for (Entry<Modality, PooledModality> entry : new TreeMap<>(map).entrySet()) {
      present.insert(size++, entry.getKey(), entry.getValue());
    }
    return present;
  }

  /** Null stands for a modality that is missing. */
  static Map<Modality, PooledModality> of(
      List<Modality> modalities, @Nullable PooledModality[] pooled) {
    int size = 0;
    for (PooledModality each : pooled) {
      size += each == null ? 0 : 1;
    }
    Present present = new Present(size);
    size = 0;
    for (int m = 0; m < pooled.length; m++) {
      if (pooled[m] != null) {
        present.insert(size++, modalities.get(m), pooled[m]);
      }
    }
    return present;
  }

  /** Among the first so many, which are in order. */
  private void insert(int size, Modality modality, PooledModality value) {
    int at = size;
    while (at > 0 && names[at - 1].compareTo(modality) > 0) {
      names[at] = names[at - 1];
      pooled[at] = pooled[at - 1];
      at--;
    }
    names[at] = modality;
    pooled[at] = value;
  }

  @Override
  public @Nullable PooledModality get(@Nullable Object modality) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(modality)) {
        return pooled[i];
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
        return new Iterator<>() {
          private int at;

          @Override
          public boolean hasNext() {
            return at < names.length;
          }

          @Override
          public Entry<Modality, PooledModality> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            return Map.entry(names[at], pooled[at++]);
          }
        };
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }
}
