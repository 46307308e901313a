// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** How sure a score is, and what to choose then. */
@NullMarked
package io.skewline.learn.stats;

import org.jspecify.annotations.NullMarked;
