// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * One kind of signal of a stream, e.g. {@code audio}; its frames travel on one topic. Ordered by
 * name only where a stable order of any kind is needed: the order that matters to fusion is that of
 * the topology file.
 */
public record Modality(String name) implements Comparable<Modality> {
  public Modality {
    Names.check("modality", name);
  }

  @Override
  public int compareTo(Modality other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
