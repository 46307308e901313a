// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
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
record Split(
    List<LabelledWindow> train,
    List<LabelledWindow> validation,
    List<LabelledWindow> reported,
    boolean marked) {
  private static final double VALIDATION = 0.2;

  /**
   * Rows marked {@code val} are the reported ones; if there are none, a share of the groups is held
   * out for it. The same examples and seed give the same split.
   */
  static Split of(List<LabelledWindow> examples, double heldOut, long seed) {
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

  /** The group of an example: the named one, else its stream. */
  static String group(LabelledWindow example) {
    return example.group().isEmpty()
        ? example.window().id().stream().value()
        : "group " + example.group();
  }

  private static void moveGroups(
      List<LabelledWindow> from, List<LabelledWindow> to, double share, long seed) {
    List<String> groups =
        from.stream()
            .map(Split::group)
            .distinct()
            .sorted(
                Comparator.<String>comparingLong(g -> new Random(seed ^ g.hashCode()).nextLong())
                    .thenComparing(g -> g))
            .toList();
    int count = Math.min(groups.size() - 1, (int) Math.ceil(share * groups.size()));
    Set<String> moved = new HashSet<>(groups.subList(0, Math.max(0, count)));
    from.stream().filter(e -> moved.contains(group(e))).forEach(to::add);
    from.removeIf(e -> moved.contains(group(e)));
  }
}
