// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.DependencyOptions;
import io.skewline.network.FitOptions;
import io.skewline.network.SsfnShape;
import io.skewline.network.SsfnTrainer;
import java.util.List;

/**
 * What is fitted, and how.
 *
 * @param epochs passes over the training part at the most; fitting stops early on the validation
 *     part
 * @param modalityDropout the probability that a training window loses a modality
 * @param dependency what is learned besides the task
 * @param heldOut share of the streams that are evaluated on, never trained on, where labels name no
 *     split
 * @param seed of every random choice
 */
public record FitSettings(
    SsfnShape shape,
    int epochs,
    int batchSize,
    double learningRate,
    double modalityDropout,
    DependencyOptions dependency,
    double heldOut,
    long seed) {
  private static final double DROPOUT = 0.1;
  private static final double INPUT_NOISE = 0.5;
  private static final double WEIGHT_DECAY = 0.05;
  private static final int PATIENCE = 10;

  public Task task() {
    return shape.task();
  }

  public List<ModalitySpec> modalities() {
    return shape.modalities();
  }

  /** The same with another plan and seed. */
  public FitSettings with(FusionPlan plan, long otherSeed) {
    SsfnShape other =
        new SsfnShape(
            shape.task(), shape.modalities(), plan, shape.block(), shape.width(), shape.combine());
    return new FitSettings(
        other, epochs, batchSize, learningRate, modalityDropout, dependency, heldOut, otherSeed);
  }

  /** The same with another objective. */
  public FitSettings with(DependencyOptions other) {
    return new FitSettings(
        shape, epochs, batchSize, learningRate, modalityDropout, other, heldOut, seed);
  }

  /** The same with other passes over the training part. */
  public FitSettings withEpochs(int others) {
    return new FitSettings(
        shape, others, batchSize, learningRate, modalityDropout, dependency, heldOut, seed);
  }

  public SsfnTrainer trainer() {
    return new SsfnTrainer(
        shape,
        new FitOptions(
            epochs,
            PATIENCE,
            batchSize,
            learningRate,
            modalityDropout,
            DROPOUT,
            INPUT_NOISE,
            WEIGHT_DECAY,
            dependency,
            seed));
  }
}
