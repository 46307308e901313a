// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which windows held which frames. What the topics leave open is narrowed to what the verdict tells
 * of its content; a verdict that fits no choice is a problem.
 */
final class Membership {
  private final Rules rules;
  private final Problems problems;
  private final Map<WindowId, Map<Modality, Members>> windows = new HashMap<>();

  /** In the order of their verdicts. */
  final Map<Line, List<Told>> sure = new HashMap<>();

  final Map<Line, List<Told>> possible = new HashMap<>();
  private int open;

  Membership(Rules rules, Books books, List<Told> told, Problems problems) {
    this.rules = rules;
    this.problems = problems;
    for (Told one : told) {
      Map<Modality, Members> members = new LinkedHashMap<>();
      rules.modalities().forEach(m -> members.put(m, new Members(rules, books, one, m)));
      narrow(one, members);
      windows.put(one.prediction().window(), members);
      for (Members each : members.values()) {
        each.sure().forEach(l -> sure.computeIfAbsent(l, k -> new ArrayList<>()).add(one));
        each.possible().forEach(l -> possible.computeIfAbsent(l, k -> new ArrayList<>()).add(one));
        open += each.most - each.least;
      }
    }
  }

  /** All that the window may have held, by modality in the order of their topic. */
  List<List<Line>> of(WindowId window) {
    return windows.getOrDefault(window, Map.of()).values().stream().map(Members::possible).toList();
  }

  private void narrow(Told told, Map<Modality, Members> members) {
    Content content = Content.of(told.prediction());
    List<Map<Modality, Integer>> fitting =
        choices(members).stream().filter(c -> content(members, c).equals(content)).toList();
    if (fitting.isEmpty()) {
      Map<Modality, Integer> all = new LinkedHashMap<>();
      members.forEach((modality, each) -> all.put(modality, each.most));
      problems.add(
          "not the pool of its frames",
          told.prediction().window(),
          told.prediction().reason(),
          content,
          "but",
          content(members, all));
    }
    members.forEach(
        (modality, each) -> {
          var counts = fitting.stream().mapToInt(c -> c.get(modality)).summaryStatistics();
          each.least = fitting.isEmpty() ? each.least : counts.getMin();
          each.most = fitting.isEmpty() ? each.most : counts.getMax();
        });
  }

  /** How many frames of each modality it may have held. */
  private static List<Map<Modality, Integer>> choices(Map<Modality, Members> members) {
    List<Map<Modality, Integer>> choices = List.of(Map.of());
    for (var each : members.entrySet()) {
      List<Map<Modality, Integer>> longer = new ArrayList<>();
      for (Map<Modality, Integer> choice : choices) {
        for (int n = each.getValue().least; n <= each.getValue().most; n++) {
          Map<Modality, Integer> next = new HashMap<>(choice);
          next.put(each.getKey(), n);
          longer.add(next);
        }
      }
      choices = longer;
    }
    return choices;
  }

  private Content content(Map<Modality, Members> members, Map<Modality, Integer> choice) {
    Map<Modality, List<Long>> times = new HashMap<>();
    members.forEach((modality, each) -> times.put(modality, each.times(choice.get(modality))));
    return Content.of(rules, times);
  }

  @Override
  public String toString() {
    int members = sure.values().stream().mapToInt(List::size).sum();
    return "%d places of frames in windows, %d more possible".formatted(members, open);
  }
}
