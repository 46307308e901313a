// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.FrameEnd;

/**
 * One record of the ledger topic.
 *
 * @param appendMillis when the broker appended it
 */
record Ended(FrameEnd end, long appendMillis) {}
