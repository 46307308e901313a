// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

/**
 * When a model is taken back.
 *
 * @param on whether at all
 * @param margin by which accuracy may be below the reference
 * @param alpha probability of taking back a model that is not that much worse
 * @param minLabels before which nothing is decided; also what makes a replaced model's score the
 *     reference
 * @param probation labels from the model's activation within which it may be taken back
 * @param coolDown labels between two times
 */
public record RollbackSettings(
    boolean on, double margin, double alpha, long minLabels, long probation, long coolDown) {}
