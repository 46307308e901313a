// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.Ratio;
import io.skewline.bench.align.Contestant.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The runs of one comparison: as many of A as of B, each pair one after the other. */
public final class Duel {
  private static final long SEED = 7;

  private final Comparison comparison;
  private final List<Run> a = new ArrayList<>();
  private final List<Run> b = new ArrayList<>();

  Duel(Comparison comparison) {
    this.comparison = comparison;
  }

  public Comparison comparison() {
    return comparison;
  }

  void add(Run ofA, Run ofB) {
    a.add(ofA);
    b.add(ofB);
  }

  public Ratio speed() {
    return Ratio.of(values(a, Run::framesPerSecond), values(b, Run::framesPerSecond), SEED);
  }

  /** Empty where one of them keeps no changelog. */
  public Optional<Ratio> changelog() {
    boolean both = a.get(0).changelogBytes() > 0 && b.get(0).changelogBytes() > 0;
    return both
        ? Optional.of(
            Ratio.of(values(a, Run::changelogBytes), values(b, Run::changelogBytes), SEED))
        : Optional.empty();
  }

  /** Median frames/s of A, of B. */
  public double[] medians() {
    return new double[] {median(a, Run::framesPerSecond), median(b, Run::framesPerSecond)};
  }

  /** Median changelog bytes of A, of B. */
  public double[] changelogMedians() {
    return new double[] {median(a, Run::changelogBytes), median(b, Run::changelogBytes)};
  }

  private static double[] values(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).toArray();
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
    return new org.apache.commons.math3.stat.descriptive.rank.Median()
        .evaluate(values(runs, value));
  }

  /** For the JSON file. */
  public Map<String, Object> details() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", comparison.name());
    all.put("speed", speed());
    all.put("speedTarget", comparison.speed().map(Object::toString).orElse(""));
    all.put("changelog", changelog().orElse(null));
    all.put("changelogTarget", comparison.changelog().map(Object::toString).orElse(""));
    all.put("a", a);
    all.put("b", b);
    return all;
  }
}
