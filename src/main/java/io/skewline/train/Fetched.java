// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.LabelledWindow;
import java.util.Optional;

/**
 * A record of the examples topic.
 *
 * @param example empty if it cannot be used
 */
record Fetched(int partition, long offset, Optional<LabelledWindow> example) {}
