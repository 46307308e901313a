// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.sweep.Contender.Addition;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The fits of every contender, by their number. Filled by one thread, then read by many. */
final class Fits {
  private final SweepData data;
  private final Map<Contender, List<FitResult>> results = new LinkedHashMap<>();

  Fits(SweepData data) {
    this.data = data;
  }

  void add(Contender contender, FitResult result) {
    results.computeIfAbsent(contender, c -> new ArrayList<>()).add(result);
  }

  /** In the order in which they came. */
  List<Contender> contenders() {
    return List.copyOf(results.keySet());
  }

  int count(Contender contender) {
    return contender instanceof Addition sum
        ? count(sum.parts().get(0))
        : results.get(contender).size();
  }

  List<Answers> validation(Contender contender) {
    List<FitResult> own = results.get(contender);
    return IntStream.range(0, own.size())
        .mapToObj(fit -> own.get(fit).validation().on(data.part(fit).judged()))
        .toList();
  }

  List<Answers> reported(Contender contender) {
    if (contender instanceof Addition sum) {
      return sum(sum);
    }
    return results.get(contender).stream().map(fit -> fit.reported().on(data.reported())).toList();
  }

  /** As if the modality had been silent in all reported windows. */
  List<Answers> without(Contender contender, Modality gone) {
    return results.get(contender).stream()
        .map(fit -> fit.without().get(gone.name()).on(data.reported()))
        .toList();
  }

  private List<Answers> sum(Addition sum) {
    List<List<Answers>> parts = sum.parts().stream().map(this::reported).toList();
    return IntStream.range(0, parts.get(0).size())
        .mapToObj(fit -> sum(parts.stream().map(part -> part.get(fit)).toList()))
        .toList();
  }

  private Answers sum(List<Answers> parts) {
    float[][] sums = new float[data.reported().size()][data.reported().outputs()];
    for (Answers part : parts) {
      for (int row = 0; row < sums.length; row++) {
        for (int c = 0; c < sums[row].length; c++) {
          sums[row][c] += part.scores()[row][c] / parts.size();
        }
      }
    }
    return new Answers(data.reported(), sums, new float[0]);
  }
}
