// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The frame counts of one task: what came in, and how each frame ended.
 *
 * <p>The sum that must hold per modality: {@code in = Σ outcomes + open}, open being the frames in
 * windows that have no verdict yet. Used by one stream thread.
 */
public interface Ledger {

  /** A frame was read from its topic. */
  void received(Modality modality);

  /** So many frames came to their end. */
  void ended(Modality modality, Outcome outcome, long frames);

  /**
   * The counts of one modality.
   *
   * @param held frames that align's store really has at this commit, each once; empty where nobody
   *     has counted. In a sum, a part that was not counted is taken to hold what it has open
   */
  record Balance(long in, Map<Outcome, Long> outcomes, OptionalLong held) {
    public Balance {
      Map<Outcome, Long> copy = new EnumMap<>(Outcome.class);
      copy.putAll(outcomes);
      outcomes = Collections.unmodifiableMap(copy);
    }

    public Balance(long in, Map<Outcome, Long> outcomes) {
      this(in, outcomes, OptionalLong.empty());
    }

    /** Frames without an outcome: what came in less what ended. */
    public long open() {
      return in - outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Never more frames ended than came in; what is left over is open. */
    public boolean holds() {
      return open() >= 0 && outcomes.values().stream().allMatch(n -> n >= 0);
    }

    /** Open frames that nobody holds, less than zero for held ones that are not open. */
    public long lost() {
      return held.isPresent() ? open() - held.getAsLong() : 0;
    }

    public Balance plus(Balance other) {
      Map<Outcome, Long> sum = new TreeMap<>(outcomes);
      other.outcomes.forEach((outcome, n) -> sum.merge(outcome, n, Long::sum));
      // What one part has lost must show, whether or not the other has been counted.
      OptionalLong both =
          held.isPresent() || other.held.isPresent()
              ? OptionalLong.of(heldOrOpen() + other.heldOrOpen())
              : OptionalLong.empty();
      return new Balance(in + other.in, sum, both);
    }

    private long heldOrOpen() {
      return held.orElse(open());
    }
  }
}
