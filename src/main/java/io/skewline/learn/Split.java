// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Examples to learn from, to choose by and to report on. The parts share no stream, and no group
 * where labels name groups.
 *
 * @param marked the reported ones are rows marked {@code val}: nothing may be chosen by them
 */
public record Split(
    List<LabelledWindow> train,
    List<LabelledWindow> validation,
    List<LabelledWindow> reported,
    boolean marked) {
  private static final double VALIDATION = 0.2;

  /**
   * Rows marked {@code val} are the reported ones; if there are none, a share of the groups is held
   * out for it. The same examples and seed give the same split.
   */
  public static Split of(List<LabelledWindow> examples, double heldOut, long seed) {
    List<LabelledWindow> reported =
        new ArrayList<>(examples.stream().filter(e -> e.split().equals("val")).toList());
    List<LabelledWindow> rest =
        new ArrayList<>(examples.stream().filter(e -> !e.split().equals("val")).toList());
    boolean marked = !reported.isEmpty();
    if (!marked) {
      moveGroups(rest, reported, heldOut, seed);
    }
    List<LabelledWindow> validation = new ArrayList<>();
    moveGroups(rest, validation, VALIDATION, seed + 1);
    return new Split(rest, validation, reported, marked);
  }

  /** The same reported windows; other groups of the rest validate. */
  public Split validatedAnew(long seed) {
    List<LabelledWindow> rest = new ArrayList<>(train);
    rest.addAll(validation);
    List<LabelledWindow> anew = new ArrayList<>();
    moveGroups(rest, anew, VALIDATION, seed);
    return new Split(rest, anew, reported, marked);
  }

  /** Those that lack none of the modalities. */
  public static List<LabelledWindow> having(List<LabelledWindow> examples, Set<Modality> wanted) {
    return examples.stream()
        .filter(e -> e.window().present().keySet().containsAll(wanted))
        .toList();
  }

  private static void moveGroups(
      List<LabelledWindow> from, List<LabelledWindow> to, double share, long seed) {
    List<String> groups =
        from.stream()
            .map(LabelledWindow::groupOrStream)
            .distinct()
            .sorted(
                Comparator.<String>comparingLong(g -> new Random(seed ^ g.hashCode()).nextLong())
                    .thenComparing(g -> g))
            .toList();
    int count = Math.min(groups.size() - 1, (int) Math.ceil(share * groups.size()));
    Set<String> moved = new HashSet<>(groups.subList(0, Math.max(0, count)));
    from.stream().filter(e -> moved.contains(e.groupOrStream())).forEach(to::add);
    from.removeIf(e -> moved.contains(e.groupOrStream()));
  }
}
