// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The examples of one class, or of values near one whole number, with the same modalities present:
 * those from before the last change apart from those after it.
 */
final class Stratum {
  private static final int FARTHEST = 3;

  final List<Held> before = new ArrayList<>();
  final List<Held> after = new ArrayList<>();

  /** Examples met since the last change, kept or not. */
  long seen;

  /** Whether one of those had to be left out. */
  boolean full;

  /** Values fall into the seven bins of Acc-7: the nearest whole number of −3..3. */
  static String of(LabelledWindow example) {
    AlignedWindow window = example.window();
    String target =
        example.target() instanceof ClassTarget named
            ? "class " + named.name()
            : "value " + bin(((ValueTarget) example.target()).value());
    return window.present().keySet().stream()
        .filter(window::has)
        .sorted()
        .map(Modality::name)
        .collect(Collectors.joining("+", target + " of ", ""));
  }

  private static long bin(double value) {
    return Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, value)));
  }

  int size() {
    return before.size() + after.size();
  }

  /** What arrived before a number is of before; counting begins anew. */
  void changed(long since) {
    before.addAll(after);
    after.clear();
    before.stream().filter(held -> held.arrival() >= since).forEach(after::add);
    before.removeIf(held -> held.arrival() >= since);
    seen = after.size();
    full = false;
  }
}
