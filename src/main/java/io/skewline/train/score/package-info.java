// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Predictions and labels to a scoreboard, and what follows from it for the model in service. */
@NullMarked
package io.skewline.train.score;

import org.jspecify.annotations.NullMarked;
