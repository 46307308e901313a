// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import io.skewline.fusion.Task;
import io.skewline.learn.measure.Facts.Unit;
import java.util.List;
import java.util.stream.IntStream;

/** Answers made up from numbers. */
public final class Told {
  private Told() {}

  public static Facts facts(Task task, double... truth) {
    return new Facts(
        task,
        truth,
        IntStream.range(0, truth.length)
            .mapToObj(i -> new Unit("s" + i, "s" + i, "w" + i))
            .toList());
  }

  public static Answers values(double[] truth, double... said) {
    return values(facts(new Task.Regression(), truth), said);
  }

  public static Answers values(Facts facts, double... said) {
    float[][] scores = new float[said.length][1];
    for (int i = 0; i < said.length; i++) {
      scores[i][0] = (float) said[i];
    }
    return new Answers(facts, scores, new float[0]);
  }

  /** Two classes or three, by the number of columns. */
  public static Answers classes(double[] truth, float[]... scores) {
    List<String> labels = List.of("a", "b", "c").subList(0, scores[0].length);
    return new Answers(facts(new Task.Classification(labels), truth), scores, new float[0]);
  }
}
