// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.learn.FitSettings;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.learn.sweep.SweepSettings;
import picocli.CommandLine.Option;

/** How far a sweep goes. */
final class SweepOptions {
  @Option(
      names = "--seeds",
      defaultValue = "" + SweepSettings.SEEDS,
      description = "Fits of each plan (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--epochs",
      description = "Passes over the training part at the most. Default: train.epochs.")
  private Integer epochs;

  @Option(
      names = "--budget",
      paramLabel = "FITS",
      defaultValue = "" + Integer.MAX_VALUE,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "Fits of fusion plans at the most; with fewer than all take, one fit each decides which"
              + " plans get the other seeds. Default: all.")
  private int budget;

  @Option(
      names = "--resamples",
      defaultValue = "" + Bootstrap.RESAMPLES,
      description = "Of each bootstrap (default: ${DEFAULT-VALUE}).")
  private int resamples;

  @Option(
      names = "--measure",
      description =
          "What plans are chosen and compared by: accuracy, recall, macro-f1, auc, ece, log-loss;"
              + " for regression mae, pearson, acc2, f1, acc7; for clustering silhouette,"
              + " calinski-harabasz, davies-bouldin. Default: the first.")
  private String measure;

  @Option(names = "--threads", description = "Fits at the same time. Default: one for each core.")
  private Integer threads;

  /**
   * @throws IllegalArgumentException naming what is allowed
   */
  SweepSettings settings(FitSettings fit) {
    return new SweepSettings(
        epochs == null ? fit : fit.withEpochs(epochs),
        measure == null ? Measure.of(fit.task()).get(0) : Measure.of(fit.task(), measure),
        seeds,
        budget,
        resamples,
        threads == null ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
