// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.learn.Units.Side;
import io.skewline.modality.LabelledWindow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The examples of a trainer's round: to learn from, to stop and calibrate by, for the gate, and to
 * report on. The parts share no group, or no stream where labels name fewer than three groups. On
 * which side a {@link Units unit} stands depends on its name and the seed alone, so it stays there
 * from round to round: what the gate looks at, no model of this seed has learned from. With few
 * units that may be otherwise: where they are taken by rank, where a third group turns streams into
 * groups, and of groups from before a change.
 *
 * <p>After a change the gate asks about the world as it is now: its windows are all from after the
 * change, and the sides are made anew of the units that have come since. Windows from before go
 * where their group is now, else by their number; what of them is the gate's is left out.
 *
 * @param gate no row that is marked {@code val}: those decide nothing
 * @param reported rows marked {@code val}; if there are none, the gate's
 * @param byRank the units were too few for their numbers alone to say which are the gate's
 */
record GateSplit(
    List<LabelledWindow> train,
    List<LabelledWindow> validation,
    List<LabelledWindow> gate,
    List<LabelledWindow> reported,
    boolean byRank) {
  private static final double VALIDATION = 0.2;

  static GateSplit of(RoundExamples examples, double heldOut, long seed) {
    Sides sides = Sides.of(examples, heldOut, seed);
    Map<Side, List<LabelledWindow>> parts = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      parts.put(side, new ArrayList<>());
    }
    List<LabelledWindow> marked = new ArrayList<>();
    for (LabelledWindow example : examples.before()) {
      if (isMarked(example)) {
        marked.add(example);
      } else if (!sides.changed() || sides.of(example) != Side.GATE) {
        parts.get(sides.of(example)).add(example);
      }
    }
    for (LabelledWindow example : examples.after()) {
      (isMarked(example) ? marked : parts.get(sides.of(example))).add(example);
    }
    List<LabelledWindow> gate = parts.get(Side.GATE);
    return new GateSplit(
        parts.get(Side.TRAIN),
        parts.get(Side.VALIDATION),
        gate,
        marked.isEmpty() ? gate : marked,
        sides.now().byRank());
  }

  /** Those that a model may be chosen by or learn from. */
  static List<LabelledWindow> withoutGate(RoundExamples examples, double heldOut, long seed) {
    Sides sides = Sides.of(examples, heldOut, seed);
    return examples.all().stream().filter(e -> isMarked(e) || sides.of(e) != Side.GATE).toList();
  }

  private static boolean isMarked(LabelledWindow example) {
    return example.split().equals("val");
  }

  /**
   * @param now of the windows from after the change, or of all if there was none or what has come
   *     since is not enough for three sides
   * @param earlier of those from before it
   */
  private record Sides(Units now, Units earlier, boolean changed) {

    static Sides of(RoundExamples examples, double heldOut, long seed) {
      RoundExamples deciding = examples.only(e -> e.stream().filter(x -> !isMarked(x)).toList());
      Units.Bounds bounds = new Units.Bounds(heldOut, heldOut + VALIDATION * (1 - heldOut));
      Units now = Units.of(deciding.after(), bounds, seed);
      Units all = Units.of(deciding.all(), bounds, seed);
      return deciding.before().isEmpty() || now.size() < Units.LEAST
          ? new Sides(all, all, false)
          : new Sides(now, all, true);
    }

    Side of(LabelledWindow example) {
      return (now.knows(example) ? now : earlier).side(example);
    }
  }
}
