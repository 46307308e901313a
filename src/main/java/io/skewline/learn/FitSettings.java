// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.DependencyOptions;
import io.skewline.network.SsfnShape;
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

  public Task task() {
    return shape.task();
  }

  public List<ModalitySpec> modalities() {
    return shape.modalities();
  }
}
