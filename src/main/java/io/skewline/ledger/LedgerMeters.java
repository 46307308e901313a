// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/**
 * The ledgers of this process's tasks, summed: each as it stood at its last commit. What a task has
 * lost is known as often as its frames are counted; in between the last answer stands. Stream
 * threads write, any thread reads.
 */
final class LedgerMeters {
  private final RegisteredMeters registered;
  private final ConcurrentMap<Modality, ConcurrentMap<Object, Counts>> tasks =
      new ConcurrentHashMap<>();

  private record Counts(long in, long open, long lost) {
    private Counts then(Balance balance) {
      boolean counted = balance.held().isPresent();
      return new Counts(balance.in(), balance.open(), counted ? balance.lost() : lost);
    }
  }

  LedgerMeters(RegisteredMeters registered) {
    this.registered = registered;
  }

  void committed(Object task, Map<Modality, Balance> balances) {
    balances.forEach(
        (modality, balance) ->
            tasks
                .computeIfAbsent(modality, this::register)
                .merge(task, new Counts(0, 0, 0).then(balance), (old, first) -> old.then(balance)));
  }

  /** Another process, or nobody, has it from here on. */
  void gone(Object task) {
    tasks.values().forEach(counts -> counts.remove(task));
  }

  private ConcurrentMap<Object, Counts> register(Modality modality) {
    ConcurrentMap<Object, Counts> counts = new ConcurrentHashMap<>();
    watch(counts, modality, "in", Counts::in);
    watch(counts, modality, "ended", c -> c.in() - c.open());
    watch(counts, modality, "open", Counts::open);
    watch(counts, modality, "lost", Counts::lost);
    return counts;
  }

  private void watch(
      Map<Object, Counts> counts, Modality modality, String count, ToLongFunction<Counts> part) {
    registered.watch(
        MeterSpec.LEDGER,
        () -> counts.values().stream().mapToLong(part).sum(),
        modality.name(),
        count);
  }
}
