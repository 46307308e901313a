// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * A history on the real node, over all its lives. In the driver nothing happens but on a tick, so
 * before each step there is one that finds every partition behind.
 */
final class NodeHistory implements AutoCloseable {
  private final AlignSettings settings;
  private final Set<Modality> all;
  private final DriverTopics topics = new DriverTopics();
  final SettleNode.Results results = new SettleNode.Results();

  /** Of the lives before. */
  private final Map<Modality, Balance> before = new TreeMap<>();

  private NodeDriver node;
  private int steps;
  private int restarts;

  NodeHistory(AlignSettings settings, long nowMillis) {
    this.settings = settings;
    this.all = new HashSet<>(settings.names());
    this.node = new NodeDriver(settings, topics, results, Map.of(), nowMillis);
  }

  /** What really happened, later by a millisecond for every step. */
  List<Step> apply(Step step) {
    long now = step.nowMillis() + steps++;
    if (step instanceof Step.Restart) {
      restart(now);
      return List.of(new Step.Restart(now));
    }
    if (step instanceof Step.Tick tick) {
      return tick(new Step.Tick(now, tick.behind()));
    }
    if (step instanceof Step.Shutdown) {
      node.drain().request();
      return tick(new Step.Tick(now, Set.of()));
    }
    results.settle = step instanceof Step.Settle;
    node.tick(now, all);
    results.settle = false;
    Step tick = new Step.Tick(now, all);
    if (step instanceof Step.Arrives arrives) {
      topics.append(arrives.frame());
      node.pipe(arrives.frame());
      return List.of(tick, new Step.Arrives(now, arrives.frame()));
    }
    if (step instanceof Step.Ends ends) {
      topics.append(ends.marker());
      node.pipe(ends.marker());
      return List.of(tick, new Step.Ends(now, ends.marker()));
    }
    return List.of(tick, new Step.Settle(now));
  }

  /** Who is asked to drain does so whenever all has been read. */
  private List<Step> tick(Step.Tick tick) {
    node.tick(tick.nowMillis(), tick.behind());
    boolean drains = node.drain().requested() && tick.behind().isEmpty();
    return drains ? List.of(tick, new Step.Shutdown(tick.nowMillis())) : List.of(tick);
  }

  private void restart(long nowMillis) {
    restarts++;
    balances().forEach(before::put);
    Map<Bytes, byte[]> stored = Map.copyOf(node.stored());
    node.close();
    node = new NodeDriver(settings, topics, results, stored, nowMillis);
  }

  private Map<Modality, Balance> balances() {
    Map<Modality, Balance> sums = new TreeMap<>(before);
    node.ledger().balances().forEach((m, balance) -> sums.merge(m, balance, Balance::plus));
    return sums;
  }

  /** Frames that the oracle holds must be there, too, counted where they are. */
  Map<Modality, Long> held() {
    Map<Modality, Long> held = new TreeMap<>();
    settings
        .names()
        .forEach(modality -> held.put(modality, node.store().held(modality).orElseThrow()));
    return held;
  }

  /** As {@link Oracle#ledger()} tells it. */
  Map<Modality, Map<Optional<Outcome>, Long>> ledger() {
    Map<Modality, Map<Optional<Outcome>, Long>> rows = new TreeMap<>();
    balances()
        .forEach(
            (modality, balance) -> {
              Map<Optional<Outcome>, Long> row = new HashMap<>();
              balance.outcomes().forEach((outcome, n) -> row.put(Optional.of(outcome), n));
              row.put(Optional.empty(), balance.open());
              row.values().removeIf(n -> n == 0);
              rows.put(modality, row);
            });
    return rows;
  }

  Map<Bytes, byte[]> stored() {
    return node.stored();
  }

  int restarts() {
    return restarts;
  }

  @Override
  public void close() {
    node.close();
  }
}
