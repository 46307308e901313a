// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.measure.Measure;
import io.skewline.learn.sweep.ObjectiveStudy.Effect;
import java.util.ArrayList;
import java.util.List;

/** What dependency objectives do, as a table in Markdown. */
public final class ObjectiveTable {
  private ObjectiveTable() {}

  public static String markdown(Measure measure, List<Effect> effects) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| objective | %1$s | better than none | area of %1$s, 0 to 0.9 of a modality missing |"
                .formatted(measure.label())
            + " better than none |");
    lines.add("|---|---|---|---|---|");
    for (Effect effect : effects) {
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  effect.name(),
                  Cells.of(effect.score()),
                  Cells.signed(effect.scoreBetter()),
                  Cells.of(effect.area()),
                  Cells.signed(effect.areaBetter())));
    }
    return String.join("\n", lines) + "\n";
  }
}
