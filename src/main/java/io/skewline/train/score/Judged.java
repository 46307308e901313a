// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ScoreSlice;

/**
 * A prediction that has met its label, kept until the other model's on the same window has.
 *
 * @param slice that it was counted in, with its delay
 */
record Judged(MadeKey key, ScoreSlice slice, boolean hit) {}
