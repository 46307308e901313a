// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of predictions and of how they fared against their labels. Tallies of different
 * predictions add up. Grows in place: one thread, or {@link #copy} for others.
 */
public final class Tally {
  public static final int BINS = 10;

  /** The truth of a label that the model does not know. */
  public static final String OTHER = "?";

  private final TreeMap<Cell, Long> confusion = new TreeMap<>();
  private final Bin[] bins = new Bin[BINS];
  private Numbers numbers = Numbers.NONE;

  /** A field of the confusion matrix. */
  public record Cell(String truth, String predicted) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int order = truth.compareTo(other.truth);
      return order != 0 ? order : predicted.compareTo(other.predicted);
    }
  }

  /**
   * Labelled predictions of like confidence: bin i is [i/10, (i+1)/10), the last one with 1.
   *
   * @param confidence summed
   */
  public record Bin(long n, long hits, double confidence) {
    private static final Bin EMPTY = new Bin(0, 0, 0);

    private Bin plus(Bin other) {
      return new Bin(n + other.n, hits + other.hits, confidence + other.confidence);
    }
  }

  /**
   * What is one number each. Predictions = labelled + contradicted + unlabelled + those that wait.
   *
   * @param predictions made by a model, final ones
   * @param labelled of them: a label came that was true of the window
   * @param hits of the labelled: the right class, or the right sign of a value
   * @param contradicted labels said different things
   * @param unlabelled none came within the horizon, or too many waited
   * @param paired of a challenger's labelled: the champion's on the same window was judged with it
   * @param won of the paired: a hit where the champion's was none
   * @param lost of the paired: none where the champion's was one
   * @param covered of a regression's labelled: the label lies within the interval
   * @param absolute errors of a regression, summed
   * @param squares of these errors, summed
   * @param labels that decide about models, each counted with the first window of it that the model
   *     was judged on: the windows of one label err together
   * @param labelHits hits on these windows
   */
  public record Numbers(
      long predictions,
      long labelled,
      long hits,
      long contradicted,
      long unlabelled,
      long paired,
      long won,
      long lost,
      long covered,
      double absolute,
      double squares,
      long labels,
      long labelHits) {
    private static final Numbers NONE = new Numbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public static final Numbers PREDICTED = new Numbers(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    public static final Numbers CONTRADICTED = new Numbers(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    public static final Numbers UNLABELLED = new Numbers(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);

    static Numbers ofClass(boolean hit) {
      return new Numbers(0, 1, hit ? 1 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static Numbers ofValue(boolean hit, boolean covered, double error) {
      double off = Math.abs(error);
      return new Numbers(0, 1, hit ? 1 : 0, 0, 0, 0, 0, 0, covered ? 1 : 0, off, off * off, 0, 0);
    }

    /** A challenger's prediction beside the champion's. */
    public static Numbers paired(boolean hit, boolean championsHit) {
      long won = hit && !championsHit ? 1 : 0;
      long lost = !hit && championsHit ? 1 : 0;
      return new Numbers(0, 0, 0, 0, 0, 1, won, lost, 0, 0, 0, 0, 0);
    }

    /** The first window of a label that decides. */
    public static Numbers ofLabel(boolean hit) {
      return new Numbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, hit ? 1 : 0);
    }

    public Numbers plus(Numbers other) {
      return new Numbers(
          predictions + other.predictions,
          labelled + other.labelled,
          hits + other.hits,
          contradicted + other.contradicted,
          unlabelled + other.unlabelled,
          paired + other.paired,
          won + other.won,
          lost + other.lost,
          covered + other.covered,
          absolute + other.absolute,
          squares + other.squares,
          labels + other.labels,
          labelHits + other.labelHits);
    }
  }

  public Tally() {
    Arrays.fill(bins, Bin.EMPTY);
  }

  /**
   * @param bins {@value #BINS} of them, or none at all
   * @throws IllegalArgumentException if there is another number of bins, or a count below zero
   */
  public Tally(Numbers numbers, List<Bin> bins, Map<Cell, Long> confusion) {
    this();
    if (!bins.isEmpty() && bins.size() != BINS) {
      throw new IllegalArgumentException("a tally has " + BINS + " bins: " + bins.size());
    }
    if (numbers.labelled < numbers.hits
        || numbers.labels < numbers.labelHits
        || numbers.predictions < 0
        || numbers.hits < 0
        || confusion.values().stream().anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException("a tally cannot have " + numbers);
    }
    this.numbers = numbers;
    for (int i = 0; i < bins.size(); i++) {
      this.bins[i] = bins.get(i);
    }
    this.confusion.putAll(confusion);
  }

  public Numbers numbers() {
    return numbers;
  }

  public List<Bin> bins() {
    return List.of(bins);
  }

  /** Of classification: how often which truth was predicted as what; nothing is 0. */
  public Map<Cell, Long> confusion() {
    return Collections.unmodifiableMap(confusion);
  }

  public void add(Numbers more) {
    numbers = numbers.plus(more);
  }

  public void add(Tally other) {
    add(other.numbers);
    other.confusion.forEach((cell, n) -> confusion.merge(cell, n, Long::sum));
    for (int i = 0; i < BINS; i++) {
      bins[i] = bins[i].plus(other.bins[i]);
    }
  }

  /** A labelled prediction of a class. */
  public void addClass(String truth, String predicted, double confidence) {
    boolean hit = truth.equals(predicted);
    add(Numbers.ofClass(hit));
    confusion.merge(new Cell(truth, predicted), 1L, Long::sum);
    int bin = (int) Math.max(0, Math.min(BINS - 1, Math.floor(confidence * BINS)));
    bins[bin] = bins[bin].plus(new Bin(1, hit ? 1 : 0, confidence));
  }

  /** A labelled prediction of a value. */
  public void addValue(double truth, double predicted, boolean covered) {
    add(Numbers.ofValue(sameSign(truth, predicted), covered, truth - predicted));
  }

  public static boolean sameSign(double truth, double predicted) {
    return truth >= 0 == predicted >= 0;
  }

  public Tally copy() {
    return new Tally(numbers, bins(), confusion);
  }
}
