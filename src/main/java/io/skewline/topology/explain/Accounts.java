// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.fusion.Prediction;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import io.skewline.topology.explain.Explanation.Account;
import io.skewline.topology.explain.Explanation.Gap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From the records of the ledger topic to accounts that people can read. */
final class Accounts {
  private static final Comparator<FrameEnd.Ref> BY_TIME =
      Comparator.comparingLong(FrameEnd.Ref::eventTimeMicros)
          .thenComparingLong(FrameEnd.Ref::sequence);
  private static final Comparator<Account> BY_WINDOW =
      Comparator.comparing(
          (Account a) -> a.window().orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));

  private Accounts() {}

  private record Kind(
      Optional<WindowId> window, Modality modality, Outcome outcome, String reason) {}

  /** Frames of the same modality, window and reason are told together. */
  static List<Account> of(
      List<FrameEnd> ends, Map<WindowId, Prediction> verdicts, Sentences sentences) {
    Map<Kind, List<FrameEnd>> kinds = new LinkedHashMap<>();
    for (FrameEnd end : ends) {
      Kind kind = new Kind(end.window(), end.modality(), end.outcome(), end.reason());
      kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(end);
    }
    List<Account> accounts = new ArrayList<>();
    kinds.forEach(
        (kind, same) ->
            accounts.add(
                new Account(
                    kind.window(),
                    kind.modality(),
                    kind.outcome(),
                    kind.reason(),
                    sentences.of(same.get(0), kind.window().map(verdicts::get)),
                    same.stream().flatMap(e -> e.frames().stream()).sorted(BY_TIME).toList())));
    accounts.sort(
        BY_WINDOW.thenComparing(a -> a.frames().get(0), BY_TIME).thenComparing(Account::modality));
    return accounts;
  }

  /**
   * Numbers that are left out between two frames of the interval. A step back, which a new session
   * makes, leaves nothing out.
   */
  static List<Gap> gaps(List<FrameEnd> ends, long fromMicros, long toMicros) {
    Map<Modality, List<FrameEnd.Ref>> frames = new TreeMap<>();
    for (FrameEnd end : ends) {
      end.frames().stream()
          .filter(f -> f.sequence() >= 0)
          .filter(f -> fromMicros <= f.eventTimeMicros() && f.eventTimeMicros() <= toMicros)
          .forEach(f -> frames.computeIfAbsent(end.modality(), m -> new ArrayList<>()).add(f));
    }
    List<Gap> gaps = new ArrayList<>();
    frames.forEach(
        (modality, refs) -> {
          refs.sort(BY_TIME);
          for (int i = 1; i < refs.size(); i++) {
            long before = refs.get(i - 1).sequence();
            long after = refs.get(i).sequence();
            if (after - before > 1) {
              gaps.add(new Gap(modality, before + 1, after - 1));
            }
          }
        });
    return gaps;
  }
}
