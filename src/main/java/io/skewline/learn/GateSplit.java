// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The examples of a trainer's round: to learn from, to stop and calibrate by, for the gate, and to
 * report on. The parts share no group (a stream, where labels name none). On which side a group
 * stands depends on its name and the seed alone, so it stays there from round to round: what the
 * gate looks at, no model of this seed has learned from.
 *
 * <p>Each group has a number in [0, 1), by SHA-256: below {@code heldOut} it is the gate's, below
 * that plus a fifth of the rest it validates, else it trains. With few groups a part may be empty:
 * then those with the next numbers make up for it. A group that has been learned from may come to
 * the gate where more than all but two have been below {@code heldOut}, or where the gate's only
 * one was not below it and is gone.
 *
 * @param gate no row that is marked {@code val}: those decide nothing
 * @param reported rows marked {@code val}; if there are none, the gate's
 * @param byRank the groups were too few for their numbers alone to say which are the gate's
 */
record GateSplit(
    List<LabelledWindow> train,
    List<LabelledWindow> validation,
    List<LabelledWindow> gate,
    List<LabelledWindow> reported,
    boolean byRank) {
  private static final double VALIDATION = 0.2;

  /** Where the lists of groups by number are cut. */
  private record Cuts(int gate, int validation) {}

  static GateSplit of(List<LabelledWindow> examples, double heldOut, long seed) {
    List<LabelledWindow> marked = new ArrayList<>();
    Map<String, List<LabelledWindow>> groups = new HashMap<>();
    for (LabelledWindow e : examples) {
      (isMarked(e) ? marked : groups.computeIfAbsent(e.groupOrStream(), g -> new ArrayList<>()))
          .add(e);
    }
    Map<String, Double> numbers = new HashMap<>();
    groups.keySet().forEach(group -> numbers.put(group, number(group, seed)));
    List<String> ordered =
        groups.keySet().stream()
            .sorted(Comparator.<String>comparingDouble(numbers::get).thenComparing(g -> g))
            .toList();
    double learned = heldOut + VALIDATION * (1 - heldOut);
    Cuts wanted = new Cuts(below(heldOut, numbers), below(learned, numbers));
    Cuts cuts = enough(wanted, ordered.size());
    List<LabelledWindow> gate = of(groups, ordered.subList(0, cuts.gate()));
    return new GateSplit(
        of(groups, ordered.subList(cuts.validation(), ordered.size())),
        of(groups, ordered.subList(cuts.gate(), cuts.validation())),
        gate,
        marked.isEmpty() ? gate : List.copyOf(marked),
        cuts.gate() != wanted.gate());
  }

  /** Those that a model may be chosen by or learn from. */
  static List<LabelledWindow> withoutGate(
      List<LabelledWindow> examples, double heldOut, long seed) {
    Set<String> gate =
        of(examples, heldOut, seed).gate().stream()
            .map(LabelledWindow::groupOrStream)
            .collect(Collectors.toSet());
    return examples.stream().filter(e -> isMarked(e) || !gate.contains(e.groupOrStream())).toList();
  }

  private static boolean isMarked(LabelledWindow example) {
    return example.split().equals("val");
  }

  private static int below(double bound, Map<String, Double> numbers) {
    return (int) numbers.values().stream().filter(number -> number < bound).count();
  }

  /** One group at least in each part, if there are three. */
  private static Cuts enough(Cuts wanted, int groups) {
    int gate = Math.max(Math.min(1, groups), Math.min(wanted.gate(), groups - 2));
    return new Cuts(
        gate, Math.max(Math.min(gate + 1, groups), Math.min(wanted.validation(), groups - 1)));
  }

  private static List<LabelledWindow> of(
      Map<String, List<LabelledWindow>> groups, List<String> some) {
    return some.stream().flatMap(group -> groups.get(group).stream()).toList();
  }

  /** Of a group, in [0, 1): even those of s1, s2, … have nothing in common. */
  private static double number(String group, long seed) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "\n" + group).getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
