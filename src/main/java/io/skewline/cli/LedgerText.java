// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A ledger as lines for people: a row per modality and one of all, then whether it holds: no more
 * frames ended than came in, and every other one is held in a window or waits for one.
 */
record LedgerText(Map<Modality, Balance> balances, boolean exactlyOnce) {
  LedgerText {
    balances = new TreeMap<>(balances);
  }

  boolean holds() {
    return balances.values().stream().allMatch(b -> b.holds() && (b.lost() == 0 || !exactlyOnce));
  }

  /** The last one says whether it holds. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    balances.forEach((modality, balance) -> lines.add(row(modality.name(), balance)));
    lines.add(row("all", balances.values().stream().reduce(none(), Balance::plus)));
    if (!exactlyOnce) {
      lines.add(
          "processing.guarantee is at_least_once: frames read again after a crash may be counted"
              + " twice");
      balances.forEach(
          (modality, balance) -> {
            if (balance.lost() != 0) {
              lines.add(unheld(modality, balance));
            }
          });
    }
    lines.add(holds() ? "the ledger holds: in = sum of outcomes + open" : broken());
    return lines;
  }

  private String broken() {
    StringJoiner which = new StringJoiner("; ", "the ledger does NOT hold: ", "");
    balances.forEach(
        (modality, balance) -> {
          if (balance.open() < 0) {
            which.add(modality + " has " + -balance.open() + " more ends than frames");
          } else if (!balance.holds()) {
            which.add(modality + " has a count below zero");
          } else if (balance.lost() != 0) {
            which.add(unheld(modality, balance));
          }
        });
    return which.toString();
  }

  private static String unheld(Modality modality, Balance balance) {
    return "%s has %d open frames, but holds %d"
        .formatted(modality, balance.open(), balance.held().orElseThrow());
  }

  private static Balance none() {
    return new Balance(0, Map.of());
  }

  private static String row(String name, Balance balance) {
    StringJoiner outcomes = new StringJoiner(" + ");
    for (Outcome outcome : Outcome.values()) {
      long n = balance.outcomes().getOrDefault(outcome, 0L);
      if (n != 0) {
        outcomes.add(n + " " + outcome.label());
      }
    }
    outcomes.add(balance.open() + " open");
    return name + ": " + balance.in() + " in = " + outcomes;
  }
}
