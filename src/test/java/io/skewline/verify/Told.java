// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;

/**
 * One record of the predictions topic.
 *
 * @param appendMillis when the broker appended it
 */
record Told(Prediction prediction, byte[] value, long appendMillis) {}
