// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Batches the closed windows, applies the active model, swaps it. */
@NullMarked
package io.skewline.serve;

import org.jspecify.annotations.NullMarked;
