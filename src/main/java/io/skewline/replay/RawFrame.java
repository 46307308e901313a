// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import io.skewline.network.encoder.Signal;

/**
 * A frame before encoding.
 *
 * @param offsetMicros event time, microseconds since the dataset's zero
 * @param durationMicros how long it lasts from there; 0 for an instant
 */
public record RawFrame(Modality modality, long offsetMicros, long durationMicros, Signal signal) {}
