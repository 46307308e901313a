// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.modality.Label;

/** A label and when it was appended to its topic. */
record DatedLabel(Label label, long appendMillis) {}
