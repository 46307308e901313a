// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The activations seen on the models topic, oldest first: the newest thousand, as far back as
 * compaction has left them. Safe for many threads.
 */
public final class ModelHistory {
  private static final int MOST = 1_000;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * @param published the timestamp of the record
   */
  public record Entry(Activation activation, Instant published) {}

  synchronized void add(Activation activation, Instant published) {
    if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(activation, published));
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The newest activation of a bundle, e.g. to go back to it. */
  public synchronized Optional<Activation> find(String hash) {
    return entries.stream()
        .map(Entry::activation)
        .filter(activation -> activation.hash().equals(hash))
        .reduce((older, newer) -> newer);
  }
}
