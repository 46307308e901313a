// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Recomputes a run in replay mode from the input topics alone. */
final class ReplayVerifier {
  private ReplayVerifier() {}

  /**
   * @param where the run, so that it can be repeated
   * @return what was seen, in words
   */
  static String verify(Rules rules, Evidence evidence, String where) {
    Map<StreamId, ReplayStream> expected = recompute(rules, evidence.inputs());
    Map<StreamId, List<Told>> told = evidence.toldByStream();
    Problems problems = new Problems();
    Map<Outcome, Long> outcomes = new TreeMap<>();
    Map<ClosingReason, Integer> reasons = new TreeMap<>();
    expected.forEach(
        (stream, plain) -> {
          List<Expected> actual =
              told.getOrDefault(stream, List.of()).stream()
                  .map(one -> Expected.of(one.prediction()))
                  .toList();
          compare(stream, plain.verdicts, actual, problems);
          plain.outcomes.forEach((o, n) -> outcomes.merge(o, n, Long::sum));
          plain.verdicts.forEach(v -> reasons.merge(v.reason(), 1, Integer::sum));
        });
    problems.check(
        outcomes.equals(ends(rules, evidence)), "outcomes", outcomes, ends(rules, evidence));
    CountChecks.run(evidence, rules, problems);
    problems.assertNone(where);
    return "%d records, verdicts %s, outcomes %s"
        .formatted(evidence.inputs().size(), reasons, outcomes);
  }

  private static Map<StreamId, ReplayStream> recompute(Rules rules, List<Seen> inputs) {
    Map<StreamId, ReplayStream> streams = new TreeMap<>();
    for (Seen seen : inReadOrder(rules, inputs)) {
      streams.computeIfAbsent(seen.stream(), s -> ReplayStream.of(rules, s)).see(seen);
    }
    streams.values().forEach(stream -> stream.closeAll(ClosingReason.SHUTDOWN));
    return streams;
  }

  /**
   * Time in steps of as many milliseconds as there are topics, within a step the topics in the
   * order of the topology file, within a topic by offset.
   */
  private static List<Seen> inReadOrder(Rules rules, List<Seen> inputs) {
    int topics = rules.sides().size();
    List<Seen> order = new ArrayList<>(inputs);
    order.sort(
        Comparator.comparingInt(Seen::partition)
            .thenComparingLong(seen -> Math.floorDiv(seen.appendMillis(), topics))
            .thenComparingInt(seen -> rules.modalities().indexOf(seen.modality()))
            .thenComparingLong(Seen::offset));
    return order;
  }

  private static void compare(
      StreamId stream, List<Expected> expected, List<Expected> actual, Problems problems) {
    int same = 0;
    int least = Math.min(expected.size(), actual.size());
    while (same < least && expected.get(same).equals(actual.get(same))) {
      same++;
    }
    if (same < least) {
      problems.add("verdict differs", same, actual.get(same), "\n    expected", expected.get(same));
    }
    problems.check(
        expected.size() == actual.size(),
        "number of verdicts",
        stream,
        actual.size(),
        "expected",
        expected.size());
  }

  private static Map<Outcome, Long> ends(Rules rules, Evidence evidence) {
    Map<Outcome, Long> ends = new TreeMap<>();
    for (Modality modality : rules.modalities()) {
      evidence.outcomes(modality).forEach((o, n) -> ends.merge(o, n, Long::sum));
    }
    return ends;
  }

  private static String describe(Told told) {
    String scores =
        told.prediction().scored().map(s -> Arrays.toString(s.score().scores())).orElse("");
    return Expected.of(told.prediction()) + " " + scores;
  }

  /** The prediction values of each stream, byte for byte, in order. */
  static void assertSameBytes(Evidence one, Evidence other, String where) {
    Map<StreamId, List<Told>> others = other.toldByStream();
    Problems problems = new Problems();
    problems.check(one.told().size() == other.told().size(), "number of predictions");
    one.toldByStream()
        .forEach(
            (stream, told) -> {
              List<Told> again = others.getOrDefault(stream, List.of());
              for (int i = 0; i < Math.min(told.size(), again.size()); i++) {
                problems.check(
                    Arrays.equals(told.get(i).value(), again.get(i).value()),
                    "value bytes differ",
                    i,
                    describe(told.get(i)),
                    describe(again.get(i)));
              }
            });
    problems.assertNone(where);
  }
}
