// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies {@code --set key=value}: list elements are named by index or, in streams, modality. */
final class Overrides {
  /** What follows these is one key, dots and all. */
  private static final Set<String> FREE_SECTIONS = Set.of("kafka", "registry");

  private final Problems problems;
  private final YamlText yaml;

  Overrides(Problems problems, YamlText yaml) {
    this.problems = problems;
    this.yaml = yaml;
  }

  Node apply(Node root, List<String> assignments) {
    Node changed = root;
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        problems.add("--set", "must have the form key=value");
        continue;
      }
      Node value = yaml.parse(assignment.substring(equals + 1));
      changed = with(changed, steps(assignment.substring(0, equals)), value, assignment);
    }
    return changed;
  }

  private static List<String> steps(String key) {
    int dot = key.indexOf('.');
    boolean free = dot > 0 && FREE_SECTIONS.contains(key.substring(0, dot));
    return List.of(key.split("\\.", free ? 2 : -1));
  }

  private Node with(Node at, List<String> steps, Node value, String assignment) {
    if (steps.isEmpty()) {
      return value;
    }
    if (at instanceof Node.Items list) {
      return withItem(list, steps, value, assignment);
    }
    // A scalar gives way to a section: --set align.windows.size=2s turns "item" into windows.
    Map<String, Node> entries =
        new LinkedHashMap<>(at instanceof Node.Entries section ? section.entries() : Map.of());
    String where = "--set";
    Node child = entries.getOrDefault(steps.get(0), new Node.Entries(where, Map.of()));
    entries.put(steps.get(0), with(child, steps.subList(1, steps.size()), value, assignment));
    return new Node.Entries(at instanceof Node.Entries ? at.where() : where, entries);
  }

  private Node withItem(Node.Items list, List<String> steps, Node value, String assignment) {
    int index = indexOf(list, steps.get(0));
    if (index < 0) {
      problems.add(
          "--set " + assignment.substring(0, assignment.indexOf('=')),
          "no element '"
              + steps.get(0)
              + "'; allowed: 0.."
              + (list.items().size() - 1)
              + names(list));
      return list;
    }
    List<Node> items = new ArrayList<>(list.items());
    items.set(index, with(items.get(index), steps.subList(1, steps.size()), value, assignment));
    return new Node.Items(list.where(), items);
  }

  private static int indexOf(Node.Items list, String step) {
    for (int i = 0; i < list.items().size(); i++) {
      if (step.equals(String.valueOf(i)) || step.equals(name(list.items().get(i)))) {
        return i;
      }
    }
    return -1;
  }

  private static String names(Node.Items list) {
    List<String> names =
        list.items().stream().map(Overrides::name).filter(name -> !name.isEmpty()).toList();
    return names.isEmpty() ? "" : " or " + names;
  }

  private static String name(Node item) {
    return item instanceof Node.Entries e && e.entries().get("modality") instanceof Node.Scalar s
        ? s.text()
        : "";
  }
}
