// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Modality;

/**
 * Whether a modality's input partition has been read to its end: only then is a modality silent and
 * not merely behind.
 */
@FunctionalInterface
public interface InputProgress {

  boolean caughtUp(Modality modality, int partition);
}
