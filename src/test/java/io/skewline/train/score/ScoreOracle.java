// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.train.LabelStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the tallies must be, found out for each prediction alone by looking through all that came:
 * slow, without state, and with none of the joiner's code but the rule's.
 *
 * @param events {@link Made} and {@link DatedLabel} in the order of their coming
 */
record ScoreOracle(ScoreSettings settings, List<Object> events) {

  /** How a prediction ended: at which step, and with what. */
  private record End(int step, Optional<DatedLabel> label, boolean contradicted) {}

  Map<String, Tally> tallies() {
    Map<String, Tally> tallies = new TreeMap<>();
    Map<MadeKey, End> ends = new TreeMap<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof Made made) {
        of(tallies, made.slice()).add(Tally.Numbers.PREDICTED);
        Optional<End> end = end(i, made);
        end.ifPresent(e -> count(tallies, made, e));
        end.filter(e -> e.label().isPresent()).ifPresent(e -> ends.put(MadeKey.of(made), e));
      }
    }
    pairs(tallies, ends);
    labels(tallies, ends);
    return tallies;
  }

  /** Of each label and model the window that is judged first. */
  private void labels(Map<String, Tally> tallies, Map<MadeKey, End> ends) {
    record Once(Role role, String hash, DatedLabel label) {}
    Map<MadeKey, Made> made = made();
    Set<Once> counted = new HashSet<>();
    ends.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<MadeKey, End> e) -> e.getValue().step)
                .thenComparing(Map.Entry::getKey))
        .forEach(
            e -> {
              Made mine = made.get(e.getKey());
              DatedLabel label = e.getValue().label.orElseThrow();
              if (settings.decides(label.label())
                  && counted.add(new Once(mine.role(), mine.slice().hash(), label))) {
                boolean hit = mine.hits(label.label().target());
                of(tallies, slice(mine, e.getValue())).add(Tally.Numbers.ofLabel(hit));
              }
            });
  }

  private Map<MadeKey, Made> made() {
    return events.stream()
        .filter(Made.class::isInstance)
        .map(Made.class::cast)
        .collect(Collectors.toMap(MadeKey::of, m -> m));
  }

  private void count(Map<String, Tally> tallies, Made made, End end) {
    if (end.contradicted) {
      of(tallies, made.slice()).add(Tally.Numbers.CONTRADICTED);
    } else if (end.label.isEmpty()) {
      of(tallies, made.slice()).add(Tally.Numbers.UNLABELLED);
    } else {
      made.judge(
          end.label.get().label().target(), settings.classes(), of(tallies, slice(made, end)));
    }
  }

  private static ScoreSlice slice(Made made, End end) {
    return made.slice()
        .labelled(Delay.of(end.label.orElseThrow().appendMillis() - made.appendMillis()));
  }

  private static Tally of(Map<String, Tally> tallies, ScoreSlice slice) {
    return tallies.computeIfAbsent(slice.text(), s -> new Tally());
  }

  private Optional<End> end(int came, Made made) {
    for (int step = came; step < events.size(); step++) {
      boolean asks =
          step == came
              || events.get(step) instanceof DatedLabel label
                  && settings.rule().covers(label.label(), made.window())
                  && label.label().stream().equals(made.window().stream())
                  && !alive(step - 1).containsKey(label.label());
      if (asks) {
        Map<Label, DatedLabel> labels = alive(step);
        List<DatedLabel> fitting =
            labels.values().stream()
                .filter(l -> l.label().stream().equals(made.window().stream()))
                .filter(l -> settings.rule().covers(l.label(), made.window()))
                .sorted(Comparator.comparing(DatedLabel::label, LabelStore.BY_END))
                .toList();
        if (!fitting.isEmpty()) {
          boolean agree = fitting.stream().map(l -> l.label().target()).distinct().count() == 1;
          DatedLabel best = best(fitting, made.window());
          return Optional.of(new End(step, agree ? Optional.of(best) : Optional.empty(), !agree));
        }
      }
      if (passed(step, made.window().stream(), made.window().endMicros())) {
        return Optional.of(new End(step, Optional.empty(), false));
      }
    }
    return Optional.empty();
  }

  private DatedLabel best(List<DatedLabel> fitting, WindowId window) {
    var found =
        (io.skewline.train.LabelMatch.Finding)
            settings.rule().find(fitting.stream().map(DatedLabel::label).toList(), window);
    return found instanceof io.skewline.train.LabelMatch.Found one
        ? fitting.stream().filter(l -> l.label().equals(one.label())).findFirst().orElseThrow()
        : fitting.get(0);
  }

  /** The labels that are known in a step, before it ends; the first of equal ones. */
  private Map<Label, DatedLabel> alive(int step) {
    List<DatedLabel> known = new ArrayList<>();
    for (int s = 0; s <= step; s++) {
      if (s > 0) {
        int before = s - 1;
        known.removeIf(l -> passed(before, l.label().stream(), l.label().endMicros()));
      }
      if (events.get(s) instanceof DatedLabel label
          && known.stream().noneMatch(l -> l.label().equals(label.label()))) {
        known.add(label);
      }
    }
    return known.stream().collect(Collectors.toMap(DatedLabel::label, l -> l));
  }

  /** Whether a step of the stream ended with its time a horizon beyond. */
  private boolean passed(int step, StreamId stream, long endMicros) {
    long time = Long.MIN_VALUE;
    for (int s = 0; s <= step; s++) {
      if (events.get(s) instanceof Made made && made.window().stream().equals(stream)) {
        time = Math.max(time, made.window().endMicros());
      }
    }
    return time != Long.MIN_VALUE && endMicros < time - settings.horizonMicros();
  }

  private void pairs(Map<String, Tally> tallies, Map<MadeKey, End> ends) {
    Map<MadeKey, Made> made = made();
    ends.forEach(
        (key, end) -> {
          End other = ends.get(key.other());
          if (key.role() == Role.CHALLENGER && other != null) {
            int first = Math.min(end.step, other.step);
            int second = Math.max(end.step, other.step);
            WindowId window = key.window();
            boolean met =
                second == first || !passed(second - 1, window.stream(), window.endMicros());
            boolean decide =
                settings.decides(end.label.orElseThrow().label())
                    && settings.decides(other.label.orElseThrow().label());
            if (settings.shadowed().takes(window) && met && decide) {
              Made mine = made.get(key);
              Made champion = made.get(key.other());
              of(tallies, slice(mine, end))
                  .add(
                      Tally.Numbers.paired(
                          mine.hits(end.label.orElseThrow().label().target()),
                          champion.hits(other.label.orElseThrow().label().target())));
            }
          }
        });
  }
}
