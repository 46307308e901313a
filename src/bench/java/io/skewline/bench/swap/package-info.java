// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Swapping models under load: {@code bench swap}. */
@NullMarked
package io.skewline.bench.swap;

import org.jspecify.annotations.NullMarked;
