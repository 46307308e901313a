// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

/**
 * When a model is taken back.
 *
 * @param on whether at all
 * @param margin by which accuracy may be below the reference
 * @param alpha probability of taking back a model whose chance with each label, whatever came
 *     before, is not that much below the reference
 * @param minLabels before which nothing is decided; also what makes how a replaced model did of
 *     late the reference
 * @param probation labels from the model's activation within which it may be taken back
 * @param coolDown labels between two times, and until a round's model is published again, doubled
 *     with each time in a row
 */
public record RollbackSettings(
    boolean on, double margin, double alpha, long minLabels, long probation, long coolDown) {}
