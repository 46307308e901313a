// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.modality.AlignedWindow;

/**
 * A window to fit on.
 *
 * @param target index of the class, or the value
 */
public record Example(AlignedWindow window, double target) {}
