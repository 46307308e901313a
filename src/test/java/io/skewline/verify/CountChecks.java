// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** Promise 7: the ledger of record, the ledger topic and the input topics say the same. */
final class CountChecks {
  private CountChecks() {}

  static void run(Evidence evidence, Rules rules, Problems problems) {
    for (Modality modality : rules.modalities()) {
      Balance balance = evidence.ledger().getOrDefault(modality, new Balance(0, Map.of()));
      long frames =
          evidence.inputs().stream()
              .filter(seen -> seen.modality().equals(modality) && !seen.isMarker())
              .count();
      problems.check(
          balance.in() == frames, "the ledger's frames in", modality, balance.in(), "sent", frames);
      problems.check(balance.held().isPresent(), "nobody counted what is held", modality);
      problems.check(balance.lost() == 0, "open, but nobody holds them", modality, balance);
      problems.check(balance.open() == 0, "frames are still open", modality, balance.open());
      Map<Outcome, Long> told = evidence.outcomes(modality);
      Map<Outcome, Long> counted = new EnumMap<>(Outcome.class);
      balance.outcomes().forEach((o, n) -> counted.merge(o, n, Long::sum));
      counted.values().removeIf(n -> n == 0);
      problems.check(
          counted.equals(told), "ledger and ledger topic differ", modality, counted, told);
    }
  }
}
