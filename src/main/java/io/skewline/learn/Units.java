// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of some examples may not be cut, and on which side of a {@link GateSplit} each stands: the
 * groups that labels name, or the streams where there are fewer groups than sides.
 *
 * <p>A unit has a number in [0, 1) by SHA-256 of the seed and its name. Those below one bound are
 * the gate's, those below another validate, the rest trains. If that leaves a side empty, the units
 * with the next numbers make up for it.
 *
 * @param byRank the units were too few for their numbers alone to say which are the gate's
 */
record Units(Function<LabelledWindow, String> name, Map<String, Side> sides, boolean byRank) {
  static final int LEAST = Side.values().length;

  enum Side {
    GATE,
    VALIDATION,
    TRAIN
  }

  /**
   * @param gate below it the gate's
   * @param learned from it on to learn from
   */
  record Bounds(double gate, double learned) {}

  static Units of(List<LabelledWindow> examples, Bounds bounds, long seed) {
    Function<LabelledWindow, String> name = LabelledWindow::groupOrStream;
    if (names(examples, name).size() < LEAST) {
      name = example -> example.window().id().stream().value();
    }
    return cut(name, names(examples, name), bounds, seed);
  }

  private static Set<String> names(
      List<LabelledWindow> examples, Function<LabelledWindow, String> name) {
    return examples.stream().map(name).collect(Collectors.toSet());
  }

  private static Units cut(
      Function<LabelledWindow, String> name, Set<String> units, Bounds bounds, long seed) {
    Map<String, Double> numbers = new HashMap<>();
    units.forEach(unit -> numbers.put(unit, number(unit, seed)));
    List<String> ordered =
        units.stream()
            .sorted(Comparator.<String>comparingDouble(numbers::get).thenComparing(u -> u))
            .toList();
    int wanted = below(bounds.gate(), numbers);
    int gate = Math.max(Math.min(1, units.size()), Math.min(wanted, units.size() - 2));
    int learned =
        Math.max(
            Math.min(gate + 1, units.size()),
            Math.min(below(bounds.learned(), numbers), units.size() - 1));
    Map<String, Side> sides = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      sides.put(ordered.get(i), i < gate ? Side.GATE : i < learned ? Side.VALIDATION : Side.TRAIN);
    }
    return new Units(name, sides, gate != wanted);
  }

  int size() {
    return sides.size();
  }

  boolean knows(LabelledWindow example) {
    return sides.containsKey(name.apply(example));
  }

  /** Of an example that it knows. */
  Side side(LabelledWindow example) {
    return sides.get(name.apply(example));
  }

  private static int below(double bound, Map<String, Double> numbers) {
    return (int) numbers.values().stream().filter(number -> number < bound).count();
  }

  /** Of a unit, in [0, 1): even those of s1, s2, … have nothing in common. */
  private static double number(String unit, long seed) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "\n" + unit).getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
