// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Judges an alignment from outside: reads the raw topics, read_committed, and holds them against
 * the promises. It shares no code with package {@code align}.
 */
@NullMarked
package io.skewline.verify;

import org.jspecify.annotations.NullMarked;
