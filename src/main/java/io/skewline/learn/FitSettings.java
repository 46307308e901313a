// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import java.util.List;

/**
 * What is fitted, and how.
 *
 * @param block {@code concat} or {@code co-attention}
 * @param width P, the width that layer vectors are projected to
 * @param epochs passes over the training part at the most; fitting stops early on the validation
 *     part
 * @param modalityDropout the probability that a training window loses a modality
 * @param heldOut share of the streams that are evaluated on, never trained on, where labels name no
 *     split
 * @param seed of every random choice
 */
public record FitSettings(
    Task task,
    List<ModalitySpec> modalities,
    FusionPlan plan,
    String block,
    int width,
    int epochs,
    int batchSize,
    double learningRate,
    double modalityDropout,
    double heldOut,
    long seed) {
  public FitSettings {
    modalities = List.copyOf(modalities);
  }
}
