// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Facts;
import io.skewline.learn.measure.Facts.Unit;
import io.skewline.learn.measure.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Draws fits and units of their windows. Groups are units where there are enough of them, else
 * streams, for windows of one stream are alike; else single windows. Fits may have been judged on
 * different windows: a unit that a fit lacks gives it none.
 */
final class Resampler {
  static final int ENOUGH = 8;

  /** [fit][unit][row]; of fits that were judged on the same windows one and the same. */
  private final int[][][] rows;

  private final int units;

  private Resampler(int[][][] rows, int units) {
    this.rows = rows;
    this.units = units;
  }

  static Resampler of(List<Answers> fits) {
    Function<Unit, String> by = unitOf(fits);
    Map<String, Integer> numbers = new HashMap<>();
    fits.forEach(
        fit ->
            fit.facts()
                .units()
                .forEach(unit -> numbers.putIfAbsent(by.apply(unit), numbers.size())));
    Map<Facts, int[][]> known = new IdentityHashMap<>();
    int[][][] rows =
        fits.stream()
            .map(fit -> known.computeIfAbsent(fit.facts(), facts -> byUnit(facts, by, numbers)))
            .toArray(int[][][]::new);
    return new Resampler(rows, numbers.size());
  }

  private static Function<Unit, String> unitOf(List<Answers> fits) {
    for (Function<Unit, String> by : List.<Function<Unit, String>>of(Unit::group, Unit::stream)) {
      long count =
          fits.stream().flatMap(fit -> fit.facts().units().stream().map(by)).distinct().count();
      if (count >= ENOUGH) {
        return by;
      }
    }
    return unit -> unit.stream() + "\n" + unit.window();
  }

  private static int[][] byUnit(
      Facts facts, Function<Unit, String> by, Map<String, Integer> numbers) {
    List<List<Integer>> rows = new ArrayList<>();
    numbers.forEach((name, number) -> rows.add(new ArrayList<>()));
    List<Unit> units = facts.units();
    for (int row = 0; row < units.size(); row++) {
      rows.get(numbers.get(by.apply(units.get(row)))).add(row);
    }
    return rows.stream()
        .map(own -> own.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** How many are drawn, and from how many. */
  int units() {
    return units;
  }

  Draw draw(Random random) {
    int[] fits = random.ints(rows.length, 0, rows.length).toArray();
    int[] drawn = random.ints(units, 0, units).toArray();
    return new Draw(fits, drawn);
  }

  private static int[] gather(int[][] byUnit, int[] drawn) {
    int count = 0;
    for (int unit : drawn) {
      count += byUnit[unit].length;
    }
    int[] gathered = new int[count];
    int at = 0;
    for (int unit : drawn) {
      System.arraycopy(byUnit[unit], 0, gathered, at, byUnit[unit].length);
      at += byUnit[unit].length;
    }
    return gathered;
  }

  /** Everything once. */
  Draw all() {
    return new Draw(IntStream.range(0, rows.length).toArray(), IntStream.range(0, units).toArray());
  }

  /** Which fits and which units, each as often as it stands there. */
  final class Draw {
    private final int[] fits;
    private final int[][] rowsByFit = new int[rows.length][];

    private Draw(int[] fits, int[] drawn) {
      this.fits = fits;
      Map<int[][], int[]> known = new IdentityHashMap<>();
      for (int fit : fits) {
        rowsByFit[fit] = known.computeIfAbsent(rows[fit], byUnit -> gather(byUnit, drawn));
      }
    }

    /** Over the drawn fits that have windows of the drawn units; NaN if none does. */
    double mean(List<Answers> of, Measure measure) {
      double[] byFit = new double[rows.length];
      for (int fit = 0; fit < byFit.length; fit++) {
        int[] own = rowsByFit[fit];
        byFit[fit] = own == null || own.length == 0 ? Double.NaN : measure.of(of.get(fit), own);
      }
      return StatUtils.mean(
          IntStream.of(fits).mapToDouble(fit -> byFit[fit]).filter(Double::isFinite).toArray());
    }
  }
}
