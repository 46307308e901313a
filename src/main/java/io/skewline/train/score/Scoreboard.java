// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The newest score of every slice and partition, and their sums. Safe for many threads. */
public final class Scoreboard {
  private final Map<String, ModelScore> newest = new HashMap<>();

  /** By what rows are split, beside role and model. */
  public enum Dimension {
    MODALITIES,
    OFFSET,
    DELAY;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String of(ScoreSlice slice) {
      return switch (this) {
        case MODALITIES -> slice.modalities();
        case OFFSET -> slice.offset().label();
        case DELAY -> slice.delay().label();
      };
    }
  }

  /**
   * @param split the values of the dimensions that were asked for
   */
  public record Row(Role role, long version, String hash, List<String> split, Measures measures) {}

  /**
   * How a model did in a role, over all slices.
   *
   * @param lastMillis append of its last prediction
   */
  public record Standing(
      Role role, long version, String hash, long lastMillis, Tally.Numbers numbers) {
    private Standing plus(Standing other) {
      return new Standing(
          role, version, hash, Math.max(lastMillis, other.lastMillis), numbers.plus(other.numbers));
    }

    /** That decide, each once. */
    public long labels() {
      return numbers.labels();
    }

    public long labelHits() {
      return numbers.labelHits();
    }

    /** Not a number without labels. */
    public double labelAccuracy() {
      return (double) labelHits() / labels();
    }

    public long labelled() {
      return numbers.labelled();
    }

    public long hits() {
      return numbers.hits();
    }

    /** Of all labelled windows, to be shown; not a number without any. */
    public double accuracy() {
      return (double) hits() / labelled();
    }
  }

  public synchronized void put(ModelScore score) {
    newest.put(score.key(), score);
  }

  /**
   * A slice is no more.
   *
   * @param key of its record
   */
  synchronized void remove(String key) {
    newest.remove(key);
  }

  /** Sorted by role, version and split. */
  public synchronized List<Row> rows(List<Dimension> by) {
    record Group(Role role, long version, String hash, List<String> split) {}
    Map<Group, Tally> sums = new HashMap<>();
    for (ModelScore score : newest.values()) {
      ScoreSlice slice = score.slice();
      List<String> split = by.stream().map(dimension -> dimension.of(slice)).toList();
      sums.computeIfAbsent(
              new Group(slice.role(), slice.version(), slice.hash(), split), g -> new Tally())
          .add(score.tally());
    }
    List<Row> rows = new ArrayList<>();
    sums.forEach(
        (g, sum) -> rows.add(new Row(g.role, g.version, g.hash, g.split, new Measures(sum))));
    rows.sort(
        Comparator.comparing(Row::role)
            .thenComparing(Row::version)
            .thenComparing(Row::hash)
            .thenComparing(row -> String.join("/", row.split())));
    return rows;
  }

  /** Of every model that predicted in a role, by hash. */
  public synchronized Map<String, Standing> standings(Role role) {
    Map<String, Standing> standings = new TreeMap<>();
    for (ModelScore score : newest.values()) {
      ScoreSlice slice = score.slice();
      if (slice.role() == role) {
        standings.merge(
            slice.hash(),
            new Standing(
                role, slice.version(), slice.hash(), score.lastMillis(), score.tally().numbers()),
            Standing::plus);
      }
    }
    return standings;
  }
}
