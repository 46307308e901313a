// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a trainer's round has to go by, oldest first.
 *
 * @param before from before the last change of the world that was noticed; empty if there was none
 * @param after from after it
 */
public record RoundExamples(List<LabelledWindow> before, List<LabelledWindow> after) {
  public RoundExamples {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** No change was noticed among them. */
  public static RoundExamples of(List<LabelledWindow> examples) {
    return new RoundExamples(List.of(), examples);
  }

  public List<LabelledWindow> all() {
    List<LabelledWindow> all = new ArrayList<>(before);
    all.addAll(after);
    return List.copyOf(all);
  }

  public int size() {
    return before.size() + after.size();
  }

  /** Some of both. */
  RoundExamples only(UnaryOperator<List<LabelledWindow>> some) {
    return new RoundExamples(some.apply(before), some.apply(after));
  }
}
